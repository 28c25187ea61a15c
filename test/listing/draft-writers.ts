import type { ReceivedChat } from '../connectors/text-model/scripted-text-service.ts';

export interface Draft {
  readonly title: { readonly text: string; readonly from: readonly string[] };
  readonly bullets: readonly { readonly text: string; readonly from: readonly string[] }[];
  readonly description: readonly { readonly text: string; readonly from: readonly string[] }[];
}

/** The language that a request asks for. */
export function languageOf({ body }: ReceivedChat): 'en' | 'zh-CN' {
  return (body.messages[1]?.content ?? '').includes('language: zh-CN') ? 'zh-CN' : 'en';
}

/** What an honest model writes of the sample shop's steel bottle. */
export function honestDraft(request: ReceivedChat): Draft {
  return languageOf(request) === 'zh-CN' ? honestChinese : honestEnglish;
}

const honestEnglish: Draft = {
  title: { text: 'Insulated steel bottle, 750 ml', from: ['title', 'capacity'] },
  bullets: [
    { text: 'Keeps drinks hot for 12 hours and cold for 24 hours.', from: ['keepsHot', 'keepsCold'] },
    { text: 'Made of 304 stainless steel and free of BPA.', from: ['material', 'bpaFree'] },
    { text: 'Holds 750 ml.', from: ['capacity'] },
  ],
  description: [
    { text: 'A bottle of 304 stainless steel with a screw lid.', from: ['material', 'closure'] },
    { text: 'It holds 750 ml and weighs 360 g.', from: ['capacity', 'weight'] },
    { text: 'Wash it by hand.', from: ['care'] },
  ],
};

const honestChinese: Draft = {
  title: { text: '不锈钢保温瓶 750毫升', from: ['title', 'material', 'capacity'] },
  bullets: [
    { text: '保温12小时，保冷24小时。', from: ['keepsHot', 'keepsCold'] },
    { text: '304不锈钢材质。', from: ['material'] },
    { text: '容量750毫升。', from: ['capacity'] },
  ],
  description: [
    { text: '瓶身采用304不锈钢。', from: ['material'] },
    { text: '容量750毫升，重360克。', from: ['capacity', 'weight'] },
    { text: '建议手洗。', from: ['care'] },
  ],
};

/** The honest draft with further sentences at the end of the English description. */
export function withSentences(
  ...sentences: readonly (readonly [text: string, ...from: string[]])[]
): (request: ReceivedChat) => Draft {
  return (request) => {
    const draft = honestDraft(request);
    if (languageOf(request) !== 'en') return draft;
    const more = sentences.map(([text, ...from]) => ({ text, from }));
    return { ...draft, description: [...draft.description, ...more] };
  };
}
