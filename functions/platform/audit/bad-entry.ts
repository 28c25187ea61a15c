import type { Says } from '../../commerce/says.ts';

const sentences = {
  EntryMissing: { en: 'is missing', zh: '缺失' },
  EntryAltered: { en: 'was changed after it was written', zh: '写入后被改动' },
  EntryOutOfOrder: { en: 'does not follow the entry before it', zh: '与前一条记录不衔接' },
  EntryForeign: {
    en: 'does not belong here: it was put in by another way',
    zh: '不属于此处，系经其他途径写入',
  },
  EntryBeyondHead: {
    en: 'was added without the stream’s head being moved',
    zh: '被追加，但记录头没有相应更新',
  },
  HeadAltered: { en: 'is not what the stream’s head says', zh: '与记录头不一致' },
  HeadMissing: { en: 'is the newest, but the stream’s head is gone', zh: '是最新一条，但记录头已丢失' },
  StreamMissing: {
    en: 'is missing with its whole stream, though what it tells of is on record',
    zh: '连同整个记录流一并缺失，而它所记录的内容仍然存在',
  },
  AnchorDiffers: { en: 'is not the one that was anchored', zh: '与已固化的记录不一致' },
  AnchorAltered: { en: 'was changed after it was written', zh: '写入后被改动' },
  AnchorMissing: { en: 'is missing', zh: '缺失' },
} as const satisfies Record<string, Says>;

/** Where the record first stops being what was written. */
export type BadEntry =
  | {
      readonly kind: 'entry';
      readonly code: Exclude<keyof typeof sentences, 'AnchorAltered' | 'AnchorMissing'>;
      readonly stream: string;
      readonly seq: number;
      readonly says: Says;
    }
  | {
      readonly kind: 'anchor';
      readonly code: 'AnchorAltered' | 'AnchorMissing';
      /** `yyyy-mm-dd` */
      readonly day: string;
      readonly says: Says;
    };

type EntryCode = Extract<BadEntry, { kind: 'entry' }>['code'];
type AnchorCode = Extract<BadEntry, { kind: 'anchor' }>['code'];

/** @param anchorDay the day of the anchor that it contradicts */
export function badEntry(code: EntryCode, stream: string, seq: number, anchorDay?: string): BadEntry {
  const { en, zh } = sentences[code];
  const [onDay, inDay] = anchorDay === undefined ? ['', ''] : [` on ${anchorDay}`, `（${anchorDay}）`];
  return {
    kind: 'entry',
    code,
    stream,
    seq,
    says: {
      en: `Entry ${seq} of ${stream} ${en}${onDay}. The entries before it are sound. Keep the tables as they are and compare with a backup.`,
      zh: `${stream} 的第 ${seq} 条记录${zh}${inDay}。此前的记录完好。请保持数据表现状，并与备份核对。`,
    },
  };
}

export function badAnchor(code: AnchorCode, day: string): BadEntry {
  const { en, zh } = sentences[code];
  return {
    kind: 'anchor',
    code,
    day,
    says: {
      en: `The audit anchor of ${day} ${en}. Compare the bucket’s object versions with a backup; later anchors are sound.`,
      zh: `${day} 的审计固化文件${zh}。请将存储桶中的对象版本与备份核对；之后的固化文件完好。`,
    },
  };
}
