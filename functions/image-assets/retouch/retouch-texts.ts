import type { Says } from '../../commerce/says.ts';
import type { RetouchStep } from './finding.ts';
import type { RetouchEvidence } from './retouch-photo.ts';

const did: Readonly<Record<RetouchStep, (figures: Readonly<Record<string, number>>) => Says>> = {
  dust: ({ covered = 0 }) => ({
    en: `covered ${covered} ${covered === 1 ? 'speck' : 'specks'} of dust on the backdrop`,
    zh: `去除背景污点 ${covered} 处`,
  }),
  'white-balance': ({ cast = 0 }) => ({
    en: `took out a tint of the light (${cast.toFixed(1)} ΔE)`,
    zh: `校正白平衡（偏色 ${cast.toFixed(1)} ΔE）`,
  }),
  exposure: ({ stops = 0 }) => ({
    en: `lightened by ${stops.toFixed(1)} stops`,
    zh: `提亮 ${stops.toFixed(1)} 档`,
  }),
  straighten: ({ degrees = 0 }) => ({
    en: `turned by ${Math.abs(degrees).toFixed(1)}° to be level`,
    zh: `校正倾斜 ${Math.abs(degrees).toFixed(1)}°`,
  }),
};

const nothing: Says = {
  en: 'Nothing to retouch: the photo is used as it came.',
  zh: '无需修图：直接使用原图。',
};
const tooMuch: Says = {
  en: 'Not retouched: the colours of the product would have moved too far. The photo is used as it came.',
  zh: '未修图：商品颜色变化将超出上限，直接使用原图。',
};

/** What the run says of the step: what was done, and that the original is kept. */
export function retouchNote({ applied, findings }: RetouchEvidence): Says {
  if (applied.length === 0) {
    return Object.values(findings).some(({ code }) => code === 'TooMuchShift') ? tooMuch : nothing;
  }
  const done = applied.map((step) => did[step](findings[step].figures));
  return {
    en: `Retouched: ${done.map(({ en }) => en).join(', ')}. The original is kept.`,
    zh: `已修图：${done.map(({ zh }) => zh).join('、')}。原图已保留。`,
  };
}
