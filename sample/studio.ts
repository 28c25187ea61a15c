/** What surrounds a drawn product: the sheet of SVG, light, shade, backdrop. All lengths are in units of the sheet. */

/** The sheet is square; every drawing uses these units and stands on {@link FLOOR}. */
export const SHEET = 1600;
export const FLOOR = 1290;

/** A drawn product photograph before the camera's noise. */
export interface Drawing {
  /** Gradients, filters, clips. */
  readonly defs?: string;
  readonly backdrop: string;
  readonly product: string;
}

/** Mixes two #rrggbb colours; 0 gives the first, 1 the second. */
export function mix(from: string, to: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

export const lighter = (colour: string, share: number) => mix(colour, '#ffffff', share);
export const darker = (colour: string, share: number) => mix(colour, '#0a0a12', share);

/** A gradient from stops of [offset, colour, opacity?], along any line; the default runs from left to right. */
export function gradient(
  id: string,
  stops: readonly (readonly [number, string, number?])[],
  line = 'x1="0" y1="0" x2="1" y2="0"',
): string {
  return `<linearGradient id="${id}" ${line}>${drawStops(stops)}</linearGradient>`;
}

export function radial(
  id: string,
  stops: readonly (readonly [number, string, number?])[],
  place = '',
): string {
  return `<radialGradient id="${id}" ${place}>${drawStops(stops)}</radialGradient>`;
}

function drawStops(stops: readonly (readonly [number, string, number?])[]): string {
  return stops
    .map(
      ([at, colour, opacity = 1]) =>
        `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');
}

/** The shading of something round lit by a large window from the left and a reflector on the right. */
export function roundShade(id: string, colour: string, gloss = 0.55): string {
  return gradient(id, [
    [0, darker(colour, 0.42)],
    [0.07, darker(colour, 0.22)],
    [0.2, lighter(colour, gloss * 0.45)],
    [0.29, lighter(colour, gloss)],
    [0.38, lighter(colour, gloss * 0.3)],
    [0.58, colour],
    [0.85, darker(colour, 0.38)],
    [0.94, darker(colour, 0.5)],
    [1, darker(colour, 0.3)],
  ]);
}

export const DOWN = 'x1="0" y1="0" x2="0" y2="1"';

/** A seamless paper backdrop: a wall that rolls into the floor, brighter behind the product, darker to the corners. */
export function paper(colour: string, fall = 0.12): Pick<Drawing, 'defs' | 'backdrop'> {
  const defs =
    gradient(
      'paper',
      [
        [0, darker(colour, fall * 0.8)],
        [0.55, colour],
        [0.78, darker(colour, fall * 0.25)],
        [1, darker(colour, fall * 0.6)],
      ],
      DOWN,
    ) +
    radial(
      'glow',
      [
        [0, '#ffffff', fall * 1.6],
        [1, '#ffffff', 0],
      ],
      'cx="0.42" cy="0.4" r="0.62"',
    );
  const all = `width="${SHEET}" height="${SHEET}"`;
  return { defs, backdrop: `<rect ${all} fill="url(#paper)"/><rect ${all} fill="url(#glow)"/>` };
}

/** A white sweep, as marketplaces ask for it. */
export function whiteSweep(): Pick<Drawing, 'defs' | 'backdrop'> {
  return paper('#f6f6f5', 0.03);
}

/** Soft contact shadow on the floor: a wide faint one that trails to the right, and a narrow dark one. */
export function floorShadow(x: number, width: number, y = FLOOR, strength = 1): string {
  const ellipse = (cx: number, cy: number, rx: number, ry: number, opacity: number, blur: string) =>
    `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="#15120e" opacity="${opacity * strength}" filter="url(#${blur})"/>`;
  return (
    ellipse(x + width * 0.1, y + 6, width * 0.62, 40, 0.2, 'blurWide') +
    ellipse(x + width * 0.02, y - 2, width * 0.5, 17, 0.4, 'blurNear')
  );
}

function blurFilter(id: string, deviation: number): string {
  return `<filter id="${id}" x="-60%" y="-200%" width="220%" height="500%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`;
}

/** Cloth or leather: fine noise that darkens and lightens whatever the filter is put on. */
function textureFilter(
  id: string,
  frequency: string,
  octaves: number,
  strength: number,
  seed: number,
): string {
  return `<filter id="${id}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
    <feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="${octaves}" seed="${seed}" result="n"/>
    <feColorMatrix in="n" type="matrix" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  ${strength} 0 0 0 ${-strength * 0.42}" result="dark"/>
    <feComposite in="dark" in2="SourceAlpha" operator="in" result="cut"/>
    <feMerge><feMergeNode in="SourceGraphic"/><feMergeNode in="cut"/></feMerge></filter>`;
}

const FILTERS =
  blurFilter('blurWide', 46) +
  blurFilter('blurNear', 13) +
  blurFilter('soft', 9) +
  blurFilter('softer', 22) +
  textureFilter('cloth', '0.55 0.4', 2, 0.55, 4) +
  textureFilter('leather', '0.09 0.11', 3, 0.6, 9) +
  textureFilter('wood', '0.006 0.11', 3, 0.75, 12);

/** The whole picture as SVG text that renders at so many pixels a side. */
export function drawSheet({ defs = '', backdrop, product }: Drawing, sidePx: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}" viewBox="0 0 ${SHEET} ${SHEET}">
  <defs>${FILTERS}${defs}</defs>${backdrop}${product}</svg>`;
}
