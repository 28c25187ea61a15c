import type { Plane } from '../matting/work-image.ts';
import type { Finding } from './finding.ts';
import type { PhotoSurvey } from './survey-photo.ts';

/** Degrees clockwise by which the picture has to be turned back; only with the code `Applied`. */
export interface Tilt {
  readonly finding: Finding;
  readonly degrees?: number;
}

/** Degrees. A smaller tilt is not seen; a larger one is meant. */
const TILT = { from: 0.3, to: 4 };
const SEARCHED_DEGREES = 6;
const STEP_DEGREES = 0.1;
/** An edge counts from this change of L* over a pixel. */
const LEAST_EDGE = 3;
/** How far from upright or level an edge pixel's direction may be, as a slope: 12 degrees, for it is noisy. */
const NEAR_AXIS = 0.21;
/** A line is straight over at least this share of the shorter side. */
const LEAST_LINE_SHARE = 0.16;
/** How much clearer the lines stand out at the tilt than level, and than at any angle. */
const OVER_LEVEL = 1.2;
const OVER_USUAL = 1.6;
/** Degrees by which upright and level lines may disagree: more is perspective, or a shape that is not square. */
const MOST_DISAGREEMENT = 0.35;

/**
 * Whether the whole picture is turned a little: upright and level lines are off by the same angle. One kind alone is no
 * proof: a slanted sole, an open lid or a box seen from the side have slanted edges too.
 */
export function findTilt({ image, plain }: PhotoSurvey): Tilt {
  if (!plain) return { finding: { code: 'NoPlainBackdrop', figures: {} } };
  const level = strongestAngle(collectEdges(image, 'level'), image);
  const upright = strongestAngle(collectEdges(image, 'upright'), image);
  const figures = {
    level: level.degrees,
    upright: upright.degrees,
    levelLine: level.longest,
    uprightLine: upright.longest,
  };
  if (![level, upright].every(isStrong)) return { finding: { code: 'NoStraightEdges', figures } };
  if (Math.abs(level.degrees - upright.degrees) > MOST_DISAGREEMENT) {
    return { finding: { code: 'NoStraightEdges', figures } };
  }
  const degrees =
    (level.degrees * level.longest + upright.degrees * upright.longest) / (level.longest + upright.longest);
  if (Math.abs(degrees) < TILT.from) return { finding: { code: 'LevelAlready', figures } };
  if (Math.abs(degrees) > TILT.to || level.overLevel < OVER_LEVEL || upright.overLevel < OVER_LEVEL) {
    return { finding: { code: 'NoStraightEdges', figures } };
  }
  return { finding: { code: 'Applied', figures: { ...figures, degrees } }, degrees };
}

interface Edges {
  /** Along the lines (x for level ones) and across them, from the middle of the picture, pixels. */
  readonly along: Float32Array;
  readonly across: Float32Array;
  /** 1, or −1: a positive angle turns level lines down to the right and upright ones to the left. */
  readonly sense: 1 | -1;
}

/** Walks along the lines that are looked for, so that level and upright ones take the same way through the loop. */
function collectEdges({ width, height, lightness }: PhotoSurvey['image'], kind: 'level' | 'upright'): Edges {
  const ways = {
    level: { long: width, wide: height, forward: 1, aside: width, sense: 1 },
    upright: { long: height, wide: width, forward: width, aside: 1, sense: -1 },
  } as const;
  const { long, wide, forward, aside, sense } = ways[kind];
  const along: number[] = [];
  const across: number[] = [];
  for (let line = 2; line < wide - 2; line += 1) {
    for (let place = 2; place < long - 2; place += 1) {
      const at = line * aside + place * forward;
      const strength = slope(lightness, at, aside);
      if (strength < LEAST_EDGE || slope(lightness, at, forward) > NEAR_AXIS * strength) continue;
      // Only the crest of an edge: its flanks would blur the line.
      const before = slope(lightness, at - aside, aside);
      const after = slope(lightness, at + aside, aside);
      if (strength < before || strength <= after) continue;
      const offset = (after - before) / (2 * Math.max(1e-6, 2 * strength - before - after));
      along.push(place - long / 2);
      across.push(line - wide / 2 + Math.min(0.5, Math.max(-0.5, offset)));
    }
  }
  return { along: Float32Array.from(along), across: Float32Array.from(across), sense };
}

/** Change of lightness over one pixel, without its sign. */
function slope(lightness: Plane, at: number, step: number): number {
  return Math.abs((lightness[at + step] as number) - (lightness[at - step] as number)) / 2;
}

/**
 * A class, not an object literal: of two literals made one after the other V8 (Node 24.21) let the second overwrite the numbers
 * of the first, once in some eight processes on a busy machine, so that level lines had the angle of the upright ones. What a
 * constructor stores was never shared.
 */
class Lines {
  readonly degrees: number;
  /** Length of the longest line, share of the shorter side. */
  readonly longest: number;
  readonly overLevel: number;
  readonly overUsual: number;

  constructor(degrees: number, longest: number, overLevel: number, overUsual: number) {
    this.degrees = degrees;
    this.longest = longest;
    this.overLevel = overLevel;
    this.overUsual = overUsual;
  }
}

/** Projects the edge pixels along every angle; where they fall together into few places, there are lines. */
function strongestAngle(edges: Edges, { width, height }: PhotoSurvey['image']): Lines {
  const steps = Math.round(SEARCHED_DEGREES / STEP_DEGREES);
  const scores: number[] = [];
  const longest: number[] = [];
  for (let step = -steps; step <= steps; step += 1) {
    const profile = project(edges, step * STEP_DEGREES, Math.hypot(width, height));
    let score = 0;
    let most = 0;
    for (let bin = 1; bin < profile.length; bin += 1) {
      score += (profile[bin] as number) ** 2;
      most = Math.max(most, (profile[bin] as number) + (profile[bin - 1] as number));
    }
    scores.push(score);
    longest.push(most);
  }
  const best = scores.indexOf(Math.max(...scores));
  const at = (index: number) => scores[index] ?? 0;
  const bend = at(best - 1) - 2 * at(best) + at(best + 1);
  const shift = bend < 0 ? (at(best - 1) - at(best + 1)) / (2 * bend) : 0;
  const usual = scores.toSorted((one, other) => one - other)[scores.length >> 1] ?? 0;
  return new Lines(
    (best - steps + Math.min(1, Math.max(-1, shift))) * STEP_DEGREES,
    (longest[best] ?? 0) / Math.min(width, height),
    at(best) / Math.max(1, at(steps)),
    at(best) / Math.max(1, usual),
  );
}

function project({ along, across, sense }: Edges, degrees: number, reach: number): Float32Array {
  const profile = new Float32Array(Math.ceil(reach) + 4);
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let edge = 0; edge < along.length; edge += 1) {
    const place = (across[edge] as number) * cosine - sense * (along[edge] as number) * sine + reach / 2 + 1;
    const bin = Math.floor(place);
    const part = place - bin;
    profile[bin] = (profile[bin] as number) + 1 - part;
    profile[bin + 1] = (profile[bin + 1] as number) + part;
  }
  return profile;
}

function isStrong({ longest, overUsual }: Lines): boolean {
  return longest >= LEAST_LINE_SHARE && overUsual >= OVER_USUAL;
}
