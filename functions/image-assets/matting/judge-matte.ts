import type { MatteMeasures } from './measure-matte.ts';

/** Why a matte is doubted, for the person who reviews it. */
export interface MatteReason {
  readonly code: MatteReasonCode;
  readonly says: { readonly en: string; readonly zh: string };
}

export type MatteReasonCode =
  | 'AlphaIsNoCutout'
  | 'BackdropNotPlain'
  | 'NothingFound'
  | 'ProductCutByFrame'
  | 'SeveralParts'
  | 'PartsLeftOut'
  | 'HolesOrPrint'
  | 'ShadowOrProduct'
  | 'FaintOutline'
  | 'SoftOutline'
  | 'UnsteadyOutline'
  | 'NothingCutOut'
  | 'BackgroundLeft'
  | 'CutByAnswer'
  | 'OutlineOffEdges';

/** A matte is accepted from here on. */
export const ACCEPT_FROM_CONFIDENCE = 0.5;

export interface Criterion<Measure extends string> {
  readonly measure: Measure;
  /** At `good` and beyond the measure speaks for the matte, at `bad` and beyond it is refused on this alone. */
  readonly good: number;
  readonly bad: number;
  readonly reason: MatteReasonCode;
}

/**
 * Set on twelve of the 24 cut-outs over nine judged kinds of backdrop (`test/bench/matting.ts` names them and measures the
 * other twelve): `good` is near the worst value that right mattes show, `bad` near the best of wrong ones, closer to
 * the right ones where the two overlap, because a wrong matte costs more than a look at a right one.
 */
const CRITERIA: readonly Criterion<keyof MatteMeasures>[] = [
  { measure: 'backdropSigma', good: 0.9, bad: 2.5, reason: 'BackdropNotPlain' },
  { measure: 'backdropExplained', good: 0.97, bad: 0.85, reason: 'BackdropNotPlain' },
  { measure: 'leftover', good: 0.1, bad: 0.35, reason: 'BackdropNotPlain' },
  { measure: 'areaShare', good: 0.02, bad: 0.005, reason: 'NothingFound' },
  { measure: 'areaShare', good: 0.75, bad: 0.92, reason: 'BackdropNotPlain' },
  { measure: 'borderContact', good: 0.01, bad: 0.1, reason: 'ProductCutByFrame' },
  { measure: 'fragments', good: 2, bad: 5, reason: 'SeveralParts' },
  { measure: 'stranger', good: 0.08, bad: 0.3, reason: 'SeveralParts' },
  { measure: 'removedEdges', good: 0.05, bad: 0.3, reason: 'ShadowOrProduct' },
  { measure: 'dropped', good: 0.025, bad: 0.08, reason: 'PartsLeftOut' },
  { measure: 'ambiguous', good: 0.02, bad: 0.06, reason: 'HolesOrPrint' },
  { measure: 'shadow', good: 0.6, bad: 1.2, reason: 'ShadowOrProduct' },
  { measure: 'weakOutline', good: 0.28, bad: 0.5, reason: 'FaintOutline' },
  { measure: 'softOutline', good: 0.025, bad: 0.065, reason: 'SoftOutline' },
  { measure: 'darkRim', good: 0.1, bad: 0.31, reason: 'ShadowOrProduct' },
  { measure: 'melting', good: 0.006, bad: 0.014, reason: 'ShadowOrProduct' },
  // A matte has to be right to 0.95: where two answers overlap less than that, one of them at least is not.
  { measure: 'stability', good: 0.975, bad: 0.93, reason: 'UnsteadyOutline' },
  { measure: 'agreement', good: 0.97, bad: 0.93, reason: 'UnsteadyOutline' },
];

const SAYS: Record<MatteReasonCode, MatteReason['says']> = {
  AlphaIsNoCutout: {
    en: 'The photo is transparent, but its transparency cuts out no product.',
    zh: '照片带有透明通道，但并未抠出商品。',
  },
  BackdropNotPlain: {
    en: 'The background is not plain enough to tell the product from it. Use an even backdrop, or cut it out by hand.',
    zh: '背景不够干净，难以区分商品。请使用纯色背景重拍，或手动抠图。',
  },
  NothingFound: {
    en: 'Hardly anything stands out from the background.',
    zh: '画面中几乎没有与背景明显不同的物体。',
  },
  ProductCutByFrame: {
    en: 'The product runs out of the picture.',
    zh: '商品超出画面边缘。',
  },
  SeveralParts: {
    en: 'Several separate things were found; check which belong to the product.',
    zh: '画面中有多个分离的物体，请确认哪些属于商品。',
  },
  PartsLeftOut: {
    en: 'Small parts beside the product were left out; check that none is missing.',
    zh: '商品旁有细小部分未计入，请确认没有缺失。',
  },
  HolesOrPrint: {
    en: 'Parts inside the product look like the background: openings or print? Check them.',
    zh: '商品内部有与背景相近的区域，请确认是镂空还是图案。',
  },
  ShadowOrProduct: {
    en: 'A large area was taken for shadow; check that it is not part of the product.',
    zh: '较大区域被判为阴影，请确认不是商品的一部分。',
  },
  FaintOutline: {
    en: 'Product and background have nearly the same colour along part of the outline.',
    zh: '部分轮廓处商品与背景颜色非常接近。',
  },
  SoftOutline: {
    en: 'Part of the outline is blurred: out of focus, haze or shadow.',
    zh: '部分轮廓模糊：可能失焦、有雾或属于阴影。',
  },
  UnsteadyOutline: {
    en: 'The outline is not certain: two methods or settings disagree.',
    zh: '轮廓不确定：不同方法的结果不一致。',
  },
  NothingCutOut: {
    en: 'The cut-out leaves nearly the whole picture: no background was taken away.',
    zh: '抠图几乎保留了整张照片：背景没有被去除。',
  },
  BackgroundLeft: {
    en: 'Background was left around or inside the product.',
    zh: '商品周围或内部残留了背景。',
  },
  CutByAnswer: {
    en: 'The cut-out runs into the edge of the picture where the photo shows only background.',
    zh: '抠图延伸到了画面边缘，而照片该处只有背景。',
  },
  OutlineOffEdges: {
    en: 'The outline of the cut-out does not follow the edges in the photo.',
    zh: '抠图轮廓与照片中的边缘不吻合。',
  },
};

export function doubt(code: MatteReasonCode): MatteReason {
  return { code, says: SAYS[code] };
}

interface Verdict {
  readonly confidence: number;
  readonly accepted: boolean;
  readonly reasons: MatteReason[];
}

/** The verdict of the rules engine on its own matte. */
export function judgeMatte(measures: MatteMeasures): Verdict {
  return judgeBy(CRITERIA, measures);
}

/** Turns measures into one confidence, 0..1, the verdict, and what speaks against it, the worst first. */
export function judgeBy<Measure extends string>(
  criteria: readonly Criterion<Measure>[],
  measures: Readonly<Record<Measure, number>>,
): Verdict {
  const scores = criteria.map(({ measure, good, bad, reason }) => {
    const share = (measures[measure] - bad) / (good - bad);
    return { reason, score: Math.min(1, Math.max(0, share)) };
  });
  // A product, so that several slight doubts refuse as one grave doubt does.
  const confidence = scores.reduce((all, { score }) => all * score, 1);
  const accepted = confidence >= ACCEPT_FROM_CONFIDENCE;
  const worstFirst = scores.sort((a, b) => a.score - b.score);
  // Where nothing but slight doubts add up, the worst of them speaks for all.
  const doubts = worstFirst.filter(({ score }, rank) => rank === 0 || score < 0.9);
  const codes = [...new Set(doubts.map(({ reason }) => reason))];
  return { confidence, accepted, reasons: accepted ? [] : codes.map(doubt) };
}
