import type { DerivedFile } from '../derived-file.ts';
import { encodePixels, type Pixels } from './encode-animation.ts';
import { firstThatFits } from './fit-steps.ts';
import { type View, viewerPage } from './viewer-page.ts';

/** A page is loaded whole before anything turns: a phone takes that within two seconds. */
const MOST_PAGE_BYTES = 4_000_000;
const STEPS = [
  { size: 1, quality: 82 },
  { size: 1, quality: 68 },
  { size: 0.75, quality: 68 },
  { size: 0.5, quality: 60 },
  { size: 0.35, quality: 40 },
] as const;

export interface ViewToEncode {
  /** Without size and extension. */
  readonly name: string;
  readonly turn: View['turn'];
  readonly request: {
    readonly width: number;
    readonly height: number;
    readonly seed: number;
    readonly title?: string;
  };
  readonly facts: DerivedFile['facts'];
  readonly draw: (width: number, height: number) => AsyncIterable<Pixels> | Promise<Iterable<Pixels>>;
}

/** A page to turn a product by hand, with all its pictures in it, within 4 MB. */
export async function encodeView(view: ViewToEncode): Promise<DerivedFile> {
  const { request, turn } = view;
  return firstThatFits(STEPS, MOST_PAGE_BYTES, async ({ size, quality }) => {
    const width = Math.round(request.width * size);
    const height = Math.round(request.height * size);
    const frames: Buffer[] = [];
    for await (const pixels of await view.draw(width, height))
      frames.push(await encodePixels(pixels, quality, true));
    const title = request.title === undefined ? {} : { title: request.title };
    return {
      kind: 'viewer',
      name: `${view.name}-${width}x${height}.html`,
      format: 'html',
      bytes: Buffer.from(viewerPage({ width, height, frames, turn, ...title })),
      width,
      height,
      engine: 'rules/motion@1',
      digitalSource: 'compositeSynthetic',
      facts: { ...view.facts, seed: request.seed, frames: frames.length, quality },
    };
  });
}
