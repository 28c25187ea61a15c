import { dropAlpha, usesAlpha } from '../measure-photo.ts';
import type { Raster } from '../raster.ts';
import { planExposure } from './exposure.ts';
import { type Finding, type RetouchStep, retouchSteps } from './finding.ts';
import { limitTone, type ToneShift } from './limit-tone.ts';
import { type PhotoSurvey, surveyPhoto } from './survey-photo.ts';
import { applyCurves, type LightCurve, type LightCurves, type ToneCurves } from './tone-curves.ts';
import { planWhiteBalance } from './white-balance.ts';

/** Raise it with every change that can move a pixel: it stands in the evidence. */
export const RETOUCH_ENGINE = 'rules/retouch@1';

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
  const survey = await surveyPhoto(photo);
  const { findings, curves, shift } = planTone(survey, options);
  const applied = retouchSteps.filter((step) => findings[step].code === 'Applied');
  const evidence: RetouchEvidence = {
    engine: RETOUCH_ENGINE,
    applied,
    findings,
    ...(shift === undefined ? {} : { colourShift: shift }),
  };
  if (applied.length === 0) return { raster: photo, applied, evidence };
  const opaque = dropAlpha(photo);
  const raster: Raster = opaque === photo ? { ...photo, data: Buffer.from(photo.data) } : opaque;
  if (curves !== undefined) applyCurves(raster, curves);
  return { raster, applied, evidence };
}

const off: Finding = { code: 'SwitchedOff', figures: {} };

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
  const findings = { 'white-balance': finding, exposure: finding };
  return { raster: photo, applied: [], evidence: { engine: RETOUCH_ENGINE, applied: [], findings } };
}
