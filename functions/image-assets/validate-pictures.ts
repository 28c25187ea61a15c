import type {
  Channel,
  ChannelRule,
  IsoDate,
  RuleDemand,
  RuleMeasure,
  RuleSource,
  RuleUnit,
} from '../commerce/channels/channel-rule.ts';
import { futureRules, rulesInForce } from '../commerce/channels/channel-rules.ts';
import type { Says } from '../commerce/says.ts';
import { type Edge, edgesText } from './find-extent.ts';
import type { PictureMeasures } from './measure-picture.ts';
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
  const rules = rulesInForce(channel, onDate).map((rule): RuleEvidence => {
    const held = holds(rule.demand, values[rule.measure]);
    return { ...evidenceOf(rule, values[rule.measure]), answer: held ? 'pass' : rule.severity };
  });
  return {
    channel: channel.id,
    title: channel.title,
    name,
    answer: worst(rules.map((rule) => rule.answer)),
    rules,
    informs: futureRules(channel, onDate).map((rule) => informOf(rule, values[rule.measure], channel)),
  };
}

type MeasuredValues = Readonly<Record<RuleMeasure, number | string>>;

function measuredValues({ name, measures, facts }: PictureToValidate): MeasuredValues {
  const { width, height } = measures;
  return {
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

function evidenceOf(rule: ChannelRule, value: number | string): Omit<RuleEvidence, 'answer'> {
  const measured = typeof value === 'number' ? roundTo(value, rule.unit) : value;
  const unit = rule.unit === 'px' || rule.unit === 'bytes' ? ` ${rule.unit}` : '';
  const zhUnit = { px: ' 像素', bytes: ' 字节', level: '', ratio: '', text: '' }[rule.unit];
  return {
    rule: rule.id,
    measure: rule.measure,
    unit: rule.unit,
    measured,
    demanded: rule.demand,
    source: rule.source,
    confirmed: rule.confirmed,
    says: {
      en: `${rule.says.en}. Measured: ${measured}${unit}`,
      zh: `${rule.says.zh}。实测：${measured}${zhUnit}`,
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

/** Shares to a tenth of a per cent, the rest to a hundredth: more digits than a person compares are noise. */
function roundTo(value: number, unit: RuleUnit): number {
  const digits = unit === 'ratio' ? 1000 : 100;
  return Math.round(value * digits) / digits;
}

function worst(answers: readonly Answer[]): Answer {
  if (answers.includes('fail')) return 'fail';
  return answers.includes('warn') ? 'warn' : 'pass';
}
