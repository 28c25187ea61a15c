import type { RuleDemand, RuleUnit } from '../../commerce/channels/channel-rule.ts';
import type { Says } from '../../commerce/says.ts';
import type { DerivedKind } from './derived-file.ts';
import type { ListedDerived } from './derived-list.ts';
import type { DerivedMeasures } from './measure-derived.ts';

export interface DerivedRule {
  readonly rule: 'unchanged' | 'exact-pixels' | 'length' | 'light' | 'provenance';
  readonly measured: number | string;
  readonly demanded: RuleDemand;
  readonly unit: RuleUnit | 'seconds';
  readonly answer: 'pass' | 'fail';
  readonly says: Says;
}

export interface DerivedEvidence {
  readonly choice: string;
  readonly name: string;
  readonly answer: 'pass' | 'fail';
  readonly rules: readonly DerivedRule[];
}

/**
 * The most that a file may weigh, bytes. An animation is loaded with a product's page whether anybody looks at it or not, hence
 * 2 MB; shop systems take pictures of 20 MB and a page's visitor no such one.
 */
const MOST_BYTES: Readonly<Record<DerivedKind, number>> = {
  plain: 5_000_000,
  scene: 5_000_000,
  hero: 5_000_000,
  video: 20_000_000,
  animation: 2_000_000,
  spin: 10_000_000,
  parallax: 10_000_000,
  viewer: 10_000_000,
};

/** Seconds: shorter is a flicker, and most shops cut longer ones. */
const VIDEO_SECONDS = { least: 3, most: 15 } as const;
/** A frame at 10 a second. */
const SECONDS_OFF_BY_AT_MOST = 0.1;

/** Holds a derived file against what its maker said of it, and against what a shop can use. */
export function validateDerived(listed: ListedDerived, measures: DerivedMeasures): DerivedEvidence {
  const rules = [
    unchanged(listed, measures),
    ...(listed.format === 'html' ? [] : [exactPixels(listed, measures)]),
    ...(listed.seconds === undefined ? [] : [length(listed, listed.seconds, measures)]),
    light(listed, measures),
    provenance(listed, measures),
  ];
  const answer = rules.some((rule) => rule.answer === 'fail') ? 'fail' : 'pass';
  return { choice: listed.choice, name: listed.name, answer, rules };
}

const answerOf = (holds: boolean) => (holds ? ('pass' as const) : ('fail' as const));

function unchanged(listed: ListedDerived, { sha256 }: DerivedMeasures): DerivedRule {
  return {
    rule: 'unchanged',
    measured: sha256,
    demanded: { oneOf: [listed.sha256] },
    unit: 'text',
    answer: answerOf(sha256 === listed.sha256),
    says: { en: 'The file is the one that was made', zh: '文件与生成时一致' },
  };
}

function exactPixels(listed: ListedDerived, { width = 0, height = 0 }: DerivedMeasures): DerivedRule {
  return {
    rule: 'exact-pixels',
    measured: `${width}x${height}`,
    demanded: { oneOf: [`${listed.width}x${listed.height}`] },
    unit: 'text',
    answer: answerOf(width === listed.width && height === listed.height),
    says: {
      en: `The picture is exactly ${listed.width}x${listed.height} px. Measured: ${width}x${height} px`,
      zh: `图片必须正好是 ${listed.width}x${listed.height} 像素。实测：${width}x${height} 像素`,
    },
  };
}

function length({ kind }: ListedDerived, promised: number, { seconds = 0 }: DerivedMeasures): DerivedRule {
  const { least, most } = VIDEO_SECONDS;
  const isAsPromised = Math.abs(seconds - promised) <= SECONDS_OFF_BY_AT_MOST;
  const isShowable = kind !== 'video' || (seconds >= least && seconds <= most);
  const measured = Math.round(seconds * 100) / 100;
  return {
    rule: 'length',
    measured,
    demanded: { min: promised - SECONDS_OFF_BY_AT_MOST, max: promised + SECONDS_OFF_BY_AT_MOST },
    unit: 'seconds',
    answer: answerOf(isAsPromised && isShowable),
    says:
      kind === 'video'
        ? {
            en: `The video takes ${least} to ${most} s. Measured: ${measured} s`,
            zh: `视频时长应为 ${least} 至 ${most} 秒。实测：${measured} 秒`,
          }
        : {
            en: `It takes ${promised} s. Measured: ${measured} s`,
            zh: `时长为 ${promised} 秒。实测：${measured} 秒`,
          },
  };
}

function light({ kind }: ListedDerived, { bytes }: DerivedMeasures): DerivedRule {
  const most = MOST_BYTES[kind];
  return {
    rule: 'light',
    measured: bytes,
    demanded: { max: most },
    unit: 'bytes',
    answer: answerOf(bytes <= most),
    says: {
      en: `The file has at most ${most} bytes. Measured: ${bytes} bytes`,
      zh: `文件不超过 ${most} 字节。实测：${bytes} 字节`,
    },
  };
}

function provenance({ digitalSource }: ListedDerived, { provenance: read }: DerivedMeasures): DerivedRule {
  const measured = read?.digitalSource ?? 'none';
  return {
    rule: 'provenance',
    measured,
    demanded: { oneOf: [digitalSource] },
    unit: 'text',
    answer: answerOf(measured === digitalSource),
    says: {
      en: `The file says how it came about (IPTC ${digitalSource}). Read back: ${measured}`,
      zh: `文件注明来源类型（IPTC ${digitalSource}）。读回：${measured}`,
    },
  };
}
