import type {
  Channel,
  ChannelRule,
  ComparedMeasure,
  IsoDate,
  RuleDemand,
  RuleMeasure,
  RuleSource,
  RuleUnit,
} from '../commerce/channels/channel-rule.ts';
import { futureRules, rulesInForce } from '../commerce/channels/channel-rules.ts';
import type { Says } from '../commerce/says.ts';
import { brokenWords } from './broken-words.ts';
import { type Edge, edgesText } from './find-extent.ts';
import type { PictureMeasures } from './measure-picture.ts';
import { measuredWords } from './measured-words.ts';
import type { DigitalSource } from './provenance/digital-source.ts';

/** What no file can tell about itself; the rest is measured. See `CompositionFacts`. */
export interface UnmeasurableFacts {
  /** Output pixels for one source pixel. */
  readonly upscale: number;
  readonly sourceClipped: readonly Edge[];
  /** Share of the frame that the product fills without its shadow, which a file shows as not white too. */
  readonly productFill: number;
  /** Share of the photo cropped away, 0..1. */
  readonly cutAway: number;
  /** How its maker says that its pixels came about; left out by makers before files said it. */
  readonly digitalSource?: DigitalSource | undefined;
}

export interface PictureToValidate {
  readonly channel: Channel;
  /** The file's name, as it would be published. */
  readonly name: string;
  readonly measures: PictureMeasures;
  readonly facts: UnmeasurableFacts;
  /** Against its photo and the cut-out; a rule whose measure is missing leaves no evidence. */
  readonly compared?: Partial<Readonly<Record<ComparedMeasure, number | string>>>;
  /** What a reader should know beside a measure. */
  readonly remarks?: Partial<Readonly<Record<RuleMeasure, Says>>>;
}

export type Answer = 'pass' | 'warn' | 'fail';

/** One rule, held against one file. */
export interface RuleEvidence {
  readonly rule: string;
  readonly measure: RuleMeasure;
  readonly unit: RuleUnit;
  readonly measured: number | string;
  readonly demanded: RuleDemand;
  readonly answer: Answer;
  readonly source: RuleSource;
  readonly confirmed: boolean;
  /** The rule, and what was measured. */
  readonly says: Says;
}

/** A rule that is not in force yet: news for a reader, never a question. */
export interface FutureRuleEvidence extends Omit<RuleEvidence, 'answer'> {
  readonly effectiveFrom: IsoDate;
  /** Whether this file would keep it. */
  readonly willHold: boolean;
}

export interface ChannelEvidence {
  readonly channel: string;
  readonly title: Says;
  readonly name: string;
  /** The worst answer of the rules in force. */
  readonly answer: Answer;
  readonly rules: readonly RuleEvidence[];
  readonly informs: readonly FutureRuleEvidence[];
}

/**
 * Holds each file against its channel's rules of a day (in the store's time zone).
 * @returns one evidence a file, in the order given
 */
export function validatePictures(pictures: readonly PictureToValidate[], onDate: IsoDate): ChannelEvidence[] {
  return pictures.map((picture) => validatePicture(picture, onDate));
}

function validatePicture(picture: PictureToValidate, onDate: IsoDate): ChannelEvidence {
  const { channel, name } = picture;
  const values = measuredValues(picture);
  const rules = rulesInForce(channel, onDate).flatMap((rule): RuleEvidence[] => {
    const value = values[rule.measure];
    if (value === undefined) return [];
    const answer = holds(rule.demand, value) ? 'pass' : rule.severity;
    return [{ ...evidenceOf(rule, value, picture.remarks?.[rule.measure]), answer }];
  });
  return {
    channel: channel.id,
    title: channel.title,
    name,
    answer: worst(rules.map((rule) => rule.answer)),
    rules,
    informs: futureRules(channel, onDate).flatMap((rule) => {
      const value = values[rule.measure];
      return value === undefined ? [] : [informOf(rule, value, channel)];
    }),
  };
}

type MeasuredValues = Partial<Readonly<Record<RuleMeasure, number | string>>> &
  Readonly<Record<Exclude<RuleMeasure, ComparedMeasure>, number | string>>;

function measuredValues({ name, measures, facts, compared }: PictureToValidate): MeasuredValues {
  const { width, height } = measures;
  return {
    ...compared,
    pixels: `${width}x${height}`,
    'shortest-side': Math.min(width, height),
    'longest-side': Math.max(width, height),
    bytes: measures.bytes,
    format: measures.format,
    name,
    'border-white': measures.borderWhite.min,
    // The smaller one: a lost product shows in the file, a shadow that makes it look larger shows in the facts.
    'fill-ratio': Math.min(measures.fill.side, facts.productFill),
    clipped: edgesText(measures.touchedEdges),
    // Not the variance: that is low for a plain T-shirt in perfect focus.
    sharpness: measures.edgeResponse,
    provenance: statedProvenance(measures.digitalSource, facts.digitalSource),
    'source-clipped': edgesText(facts.sourceClipped),
    upscale: facts.upscale,
    'cut-away': facts.cutAway,
  };
}

function statedProvenance(read: DigitalSource | undefined, made: DigitalSource | undefined): string {
  if (read === undefined) return 'missing';
  return made === undefined || read === made ? 'stated' : 'other';
}

/** Whether a value keeps a demand: numbers within their bounds, texts among those allowed. */
export function holds(demand: RuleDemand, value: number | string): boolean {
  if (demand.oneOf !== undefined && !demand.oneOf.includes(String(value))) return false;
  if (demand.min === undefined && demand.max === undefined) return true;
  // Not a number keeps no bound: comparisons with NaN are false, so they are asked the positive way round.
  const number = Number(value);
  return (
    number >= (demand.min ?? Number.NEGATIVE_INFINITY) && number <= (demand.max ?? Number.POSITIVE_INFINITY)
  );
}

function evidenceOf(rule: ChannelRule, value: number | string, remark?: Says): Omit<RuleEvidence, 'answer'> {
  const measured = typeof value === 'number' ? roundTo(value, rule.unit) : value;
  const unit = UNITS[rule.unit];
  const inWords = measuredWords(measured);
  const found = holds(rule.demand, value) ? undefined : brokenWords(rule, measured);
  const noted = (text: string | undefined, between: string) => (text === undefined ? '' : between + text);
  return {
    rule: rule.id,
    measure: rule.measure,
    unit: rule.unit,
    measured,
    demanded: rule.demand,
    source: rule.source,
    confirmed: rule.confirmed,
    says: {
      en: `${found?.en ?? `${rule.says.en}. Measured: ${inWords.en}${unit.en}`}${noted(remark?.en, '; ')}`,
      zh: `${found?.zh ?? `${rule.says.zh}。实测：${inWords.zh}${unit.zh}`}${noted(remark?.zh, '；')}`,
    },
  };
}

function informOf(rule: ChannelRule, value: number | string, channel: Channel): FutureRuleEvidence {
  const effectiveFrom = rule.effectiveFrom ?? '';
  const willHold = holds(rule.demand, value);
  const evidence = evidenceOf(rule, value);
  return {
    ...evidence,
    effectiveFrom,
    willHold,
    says: willHold
      ? {
          en: `Ready for ${channel.title.en} from ${effectiveFrom}: ${evidence.says.en}`,
          zh: `已满足 ${channel.title.zh} 自 ${effectiveFrom} 起的新规：${evidence.says.zh}`,
        }
      : {
          en: `Will ${rule.severity} ${channel.title.en} from ${effectiveFrom}: ${evidence.says.en}`,
          zh: `自 ${effectiveFrom} 起将不符合 ${channel.title.zh} 的要求：${evidence.says.zh}`,
        },
  };
}

const UNITS: Readonly<Record<RuleUnit, Says>> = {
  px: { en: ' px', zh: ' 像素' },
  bytes: { en: ' bytes', zh: ' 字节' },
  'delta-e': { en: ' ΔE2000', zh: ' ΔE2000' },
  level: { en: '', zh: '' },
  ratio: { en: '', zh: '' },
  count: { en: '', zh: '' },
  text: { en: '', zh: '' },
};

/**
 * Shares to a tenth of a per cent, the rest to a hundredth: more digits than a person compares are noise. A share below one
 * per cent keeps two digits, so that what breaks a limit of 0.0003 is not shown as nothing.
 */
function roundTo(value: number, unit: RuleUnit): number {
  if (unit === 'ratio' && value !== 0 && Math.abs(value) < 0.01) return Number(value.toPrecision(2));
  const digits = unit === 'ratio' ? 1000 : 100;
  return Math.round(value * digits) / digits;
}

function worst(answers: readonly Answer[]): Answer {
  if (answers.includes('fail')) return 'fail';
  return answers.includes('warn') ? 'warn' : 'pass';
}
