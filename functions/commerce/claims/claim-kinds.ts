import type { Says } from '../says.ts';

/** What a sentence may assert that a shop can be held to. */
export type ClaimKind =
  | 'material'
  /** A mark, a standard, a test, an approval. */
  | 'certification'
  /** Where or how it was made. */
  | 'origin'
  | 'performance'
  | 'compatibility'
  /** On the body, on germs, on what one breathes or eats. */
  | 'health'
  | 'environment'
  | 'superlative'
  /** Price, discount, delivery, warranty. */
  | 'offer'
  /** A number, with a unit or without one. */
  | 'number';

/** What people call it. */
export const claimKindNames: Readonly<Record<ClaimKind, Says>> = {
  material: { en: 'material', zh: '材质' },
  certification: { en: 'certificate or standard', zh: '认证或标准' },
  origin: { en: 'origin', zh: '产地或工艺' },
  performance: { en: 'performance', zh: '性能' },
  compatibility: { en: 'compatibility', zh: '兼容性' },
  health: { en: 'health or safety', zh: '健康或安全' },
  environment: { en: 'environment', zh: '环保' },
  superlative: { en: 'superlative', zh: '极限用语' },
  offer: { en: 'price, delivery or warranty', zh: '价格、配送或质保' },
  number: { en: 'number', zh: '数值' },
};

/** One thing that can be claimed, in the words of both languages. */
export interface Concept {
  /** Unique. */
  readonly id: string;
  /** Undefined: words that look like a claim and are none ("French press"); they cover what they hold. */
  readonly kind: ClaimKind | undefined;
  /** Regular expressions, without word boundaries; a space stands for spaces, a hyphen or nothing. */
  readonly en: readonly string[];
  /** Regular expressions. */
  readonly zh: readonly string[];
  /** What is so as well where this is so: merino is wool. */
  readonly implies?: readonly string[];
  /** No attribute supports it: a text never says so. */
  readonly isNever?: boolean;
  /** It stands for many things of one kind, so an attribute must name the same one: USB-C is no HDMI. */
  readonly isGroup?: boolean;
}

type Words = string | readonly string[];

/** Alternatives are separated by `|`. */
export function concept(
  kind: ClaimKind | undefined,
  id: string,
  en: string,
  zh: string,
  more: Pick<Concept, 'isNever' | 'isGroup'> & { readonly implies?: Words } = {},
): Concept {
  const { implies, ...marks } = more;
  const list = (text: string) => (text === '' ? [] : [text]);
  return {
    kind,
    id,
    en: list(en),
    zh: list(zh),
    ...(implies === undefined ? {} : { implies: typeof implies === 'string' ? [implies] : implies }),
    ...marks,
  };
}
