import { createHash } from 'node:crypto';
import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import type { Platform } from '../../platform/platform.ts';
import { assetFile, assetFileNames } from '../asset-files.ts';
import { digitalSources, sourceAfter } from '../provenance/digital-source.ts';
import { stampProvenance } from '../provenance/stamp-provenance.ts';
import type { Asset } from '../schemas.ts';
import type { DerivedFile } from './derived-file.ts';

const derivedEntrySchema = z.object({
  /** What a reviewer rejects it by: its name without size and extension, `scene-wooden-table`. */
  choice: z.string(),
  kind: z.enum(['plain', 'scene', 'hero', 'video', 'animation', 'spin', 'parallax', 'viewer']),
  /** Below the asset's folder: `derived/<name>`. */
  name: z.string(),
  format: z.enum(['jpeg', 'png', 'webp', 'mp4', 'html']),
  sha256: z.string(),
  bytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  seconds: z.number().optional(),
  engine: z.string(),
  digitalSource: z.enum(digitalSources),
  facts: z.record(z.string(), z.union([z.number(), z.string()])),
});

/** `derived.json`: what Derive made, for Validate, Review and Publish. */
const derivedListSchema = z.object({
  files: z.array(derivedEntrySchema),
  /** Made of a cut-out that nobody may rely on before a person has approved it. */
  withheld: z.boolean(),
  /** What the setting asked for and could not be had. */
  notMade: z.array(z.object({ what: z.string(), says: saysSchema })),
});
export type DerivedList = z.infer<typeof derivedListSchema>;
export type ListedDerived = DerivedList['files'][number];

const contentTypes = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  html: 'text/html; charset=utf-8',
} as const;

/** Puts one file where it belongs, with its provenance in it. @returns its entry for the list */
export async function writeDerivedFile(
  platform: Platform,
  store: string,
  asset: Asset,
  file: DerivedFile,
): Promise<ListedDerived> {
  const { bytes: made, ...facts } = file;
  const digitalSource = sourceAfter(asset.digitalSource, file.digitalSource);
  const bytes = stampProvenance(made, file.format, digitalSource);
  const name = `derived/${file.name}`;
  await platform.objects.put(assetFile(store, asset, name), bytes, {
    contentType: contentTypes[file.format],
  });
  return {
    ...facts,
    digitalSource,
    name,
    choice: choiceOf(file.name),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  };
}

export async function writeDerivedList(
  platform: Platform,
  store: string,
  asset: Asset,
  list: DerivedList,
): Promise<void> {
  await platform.objects.put(assetFile(store, asset, assetFileNames.derived), JSON.stringify(list, null, 2), {
    contentType: 'application/json',
  });
}

/** Empty for a photo of which no derived pictures are wanted: what an earlier run left there is not asked for any more. */
export async function readDerivedList(platform: Platform, store: string, asset: Asset): Promise<DerivedList> {
  if (asset.derive !== true) return { files: [], withheld: false, notMade: [] };
  const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.derived));
  return derivedListSchema.parse(JSON.parse(bytes.toString('utf8')));
}

/** `scene-wooden-table-2048x2048.jpg` → `scene-wooden-table`. */
function choiceOf(name: string): string {
  return name.replace(/(-\d+x\d+)?\.\w+$/, '');
}
