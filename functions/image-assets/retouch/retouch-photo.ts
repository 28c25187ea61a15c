import { dropAlpha, usesAlpha } from '../measure-photo.ts';
import type { Raster } from '../raster.ts';
import { planExposure } from './exposure.ts';
import { findSpots, type Spot } from './find-spots.ts';
import { findTilt, type Tilt } from './find-tilt.ts';
import { type Finding, type RetouchStep, retouchSteps } from './finding.ts';
import { applyPatch, findPatch, type Patch } from './heal-spots.ts';
import { limitTone, type ToneShift } from './limit-tone.ts';
import { type PhotoSurvey, surveyPhoto } from './survey-photo.ts';
import { applyCurves, type LightCurve, type LightCurves, type ToneCurves } from './tone-curves.ts';
import { hasRoomToTurn, turnPhoto } from './turn-photo.ts';
import { planWhiteBalance } from './white-balance.ts';

/** Raise it with every change that can move a pixel: it stands in the evidence. */
export const RETOUCH_ENGINE = 'rules/retouch@2';

export interface RetouchOptions {
  /** The steps that may be taken. */
  readonly steps: ReadonlySet<RetouchStep>;
  /**
   * How far the product's colours may move in the mean, ΔE2000, lightness left out; the 95th percentile with lightness may reach
   * three times as much. Over it the change is weakened, then dropped.
   */
  readonly mostShift: number;
}

/** What was found, decided and done, for whoever asks why a photo looks as it does. */
export interface RetouchEvidence {
  readonly engine: string;
  readonly applied: readonly RetouchStep[];
  readonly findings: Readonly<Record<RetouchStep, Finding>>;
  /** The specks that were covered, in pixels of the photo as it came. */
  readonly spots: readonly Spot[];
  /** What the colour steps did to the product and to the whole picture; left out where they did nothing. */
  readonly colourShift?: ToneShift;
}

export interface Retouched {
  /** The photo itself, the same object, where nothing was applied; else RGB. */
  readonly raster: Raster;
  readonly applied: readonly RetouchStep[];
  readonly evidence: RetouchEvidence;
}

/**
 * Mends what went wrong in the taking: the tint of the light, underexposure, a small tilt, dust on the sensor or the paper.
 * Each step acts only on evidence that the photo itself gives, and a photo that is fine comes back as it is.
 *
 * A photo that really uses transparency is left alone: it has no backdrop to read anything from, and somebody has worked on
 * it already. The photo that is handed in is never changed. Memory beyond it: one copy, two while it is turned.
 */
export async function retouchPhoto(photo: Raster, options: RetouchOptions): Promise<Retouched> {
  if (usesAlpha(photo)) return untouched(photo);
  const opaque = dropAlpha(photo);
  const survey = await surveyPhoto(opaque);
  const dust = options.steps.has('dust') ? await planDust(opaque, survey) : { finding: off, patches: [] };
  const tone = planTone(survey, options);
  const tilt = options.steps.has('straighten') ? planTurn(opaque, survey) : { finding: off };
  const findings = { dust: dust.finding, ...tone.findings, straighten: tilt.finding };
  const applied = retouchSteps.filter((step) => findings[step].code === 'Applied');
  const evidence: RetouchEvidence = {
    engine: RETOUCH_ENGINE,
    applied,
    findings,
    spots: dust.patches.map(({ spot }) => spot),
    ...(tone.shift === undefined ? {} : { colourShift: tone.shift }),
  };
  if (applied.length === 0) return { raster: photo, applied, evidence };
  const raster: Raster = opaque === photo ? { ...photo, data: Buffer.from(photo.data) } : opaque;
  for (const patch of dust.patches) applyPatch(raster, patch);
  if (tone.curves !== undefined) applyCurves(raster, tone.curves);
  // Last, because it is the only step that mixes pixels.
  const turned = tilt.degrees === undefined ? raster : await turnPhoto(raster, tilt.degrees);
  return { raster: turned, applied, evidence };
}

/** At 36 megapixels turning peaks at 690 MiB, at 64 over the gigabyte that the path of a photo may take. */
const MOST_TURNED_PIXELS = 40_000_000;

const off: Finding = { code: 'SwitchedOff', figures: {} };

async function planDust(photo: Raster, survey: PhotoSurvey): Promise<{ finding: Finding; patches: Patch[] }> {
  const { finding, spots } = await findSpots(photo, survey);
  const patches = spots.flatMap((spot) => findPatch(photo, spot, spots) ?? []);
  const figures = { ...finding.figures, covered: patches.length };
  const code = finding.code === 'Applied' && patches.length === 0 ? 'NoCleanPaper' : finding.code;
  return { finding: { code, figures }, patches };
}

/** A tilt that there is room to turn back. */
function planTurn({ width, height }: Raster, survey: PhotoSurvey): Tilt {
  const tilt = findTilt(survey);
  if (tilt.degrees === undefined) return tilt;
  if (width * height > MOST_TURNED_PIXELS) return { finding: { ...tilt.finding, code: 'TooLargeToTurn' } };
  if (hasRoomToTurn(survey, tilt.degrees)) return tilt;
  return { finding: { ...tilt.finding, code: 'NoRoomToTurn' } };
}

interface PlannedTone {
  readonly findings: Readonly<Record<'white-balance' | 'exposure', Finding>>;
  readonly curves?: ToneCurves;
  readonly shift?: ToneShift;
}

/** White balance and exposure together, so that the limit of the colour shift holds for what both do. */
function planTone(survey: PhotoSurvey, { steps, mostShift }: RetouchOptions): PlannedTone {
  const balance = steps.has('white-balance') ? planWhiteBalance(survey) : { finding: off };
  const exposure = steps.has('exposure') ? planExposure(survey) : { finding: off };
  const findings = { 'white-balance': balance.finding, exposure: exposure.finding };
  if (balance.curves === undefined && exposure.curve === undefined) return { findings };
  const limited = limitTone(survey, follow(balance.curves, exposure.curve), mostShift);
  if (limited.curves !== undefined) return { findings, ...limited };
  const dropped = (finding: Finding): Finding =>
    finding.code === 'Applied' ? { ...finding, code: 'TooMuchShift' } : finding;
  return {
    findings: { 'white-balance': dropped(balance.finding), exposure: dropped(exposure.finding) },
    shift: limited.shift,
  };
}

/** First the balance, then the exposure. */
function follow(balance: LightCurves | undefined, exposure: LightCurve | undefined): LightCurves {
  const same: LightCurve = (light) => light;
  const [red, green, blue] = balance ?? [same, same, same];
  const then = exposure ?? same;
  return [(light) => then(red(light)), (light) => then(green(light)), (light) => then(blue(light))];
}

function untouched(photo: Raster): Retouched {
  const finding: Finding = { code: 'Transparent', figures: {} };
  const findings = { dust: finding, 'white-balance': finding, exposure: finding, straighten: finding };
  return {
    raster: photo,
    applied: [],
    evidence: { engine: RETOUCH_ENGINE, applied: [], findings, spots: [] },
  };
}
