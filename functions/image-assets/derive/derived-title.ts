import type { Says } from '../../commerce/says.ts';

/** In words; a name that is not here is one of the shop's own scenes. */
const kinds: ReadonlyMap<string | undefined, Says> = new Map<string, Says>([
  ['plain', { en: 'Background', zh: '纯色背景' }],
  ['scene', { en: 'Scene', zh: '场景图' }],
  ['hero', { en: 'Banner', zh: '横幅' }],
  ['video', { en: 'Video', zh: '短视频' }],
  ['animation', { en: 'Animation', zh: '动图' }],
  ['spin', { en: 'Turn', zh: '旋转展示' }],
  ['parallax', { en: 'Parallax', zh: '视差展示' }],
  ['viewer', { en: 'Page to turn it', zh: '3D 展示页' }],
]);

const names: ReadonlyMap<string, Says> = new Map([
  ['studio-sweep', { en: 'Studio', zh: '影棚' }],
  ['wooden-table', { en: 'Wooden table', zh: '木桌' }],
  ['stone', { en: 'Stone', zh: '石材' }],
  ['fabric', { en: 'Fabric', zh: '布料' }],
  ['outdoors', { en: 'Outdoors', zh: '户外' }],
  ['plain', { en: 'Plain colour', zh: '纯色' }],
  ['push-in', { en: 'The camera moves in', zh: '镜头推近' }],
  ['sway', { en: 'Swaying', zh: '轻摆' }],
  ['spin', { en: 'All around', zh: '环绕' }],
  ['parallax', { en: 'Parallax', zh: '视差' }],
]);

/**
 * What a derived file is called: `scene-wooden-table` is “Scene: Wooden table”, `plain-f3f0ea` “Background: brand colour #F3F0EA”.
 *
 * @param kind of a derived file; undefined or another one: the choice in words
 * @param choice what a reviewer refuses it by
 */
export function derivedTitle(kind: string | undefined, choice: string): Says {
  const says = kinds.get(kind);
  if (says === undefined) return asWords(choice);
  const name = choice.startsWith(`${kind}-`) ? choice.slice(`${kind}-`.length) : '';
  if (name === '') return says;
  const which = whichOf(name);
  return { en: `${says.en}: ${which.en}`, zh: `${says.zh}：${which.zh}` };
}

function whichOf(name: string): Says {
  if (/^[0-9a-f]{6}$/.test(name)) {
    const colour = `#${name.toUpperCase()}`;
    return { en: `brand colour ${colour}`, zh: `品牌色 ${colour}` };
  }
  const [, views] = /^(\d+)-views$/.exec(name) ?? [];
  if (views !== undefined) return { en: `${views} views`, zh: `${views} 个视角` };
  const [, drawn] = /^by-model-(.+)$/.exec(name) ?? [];
  if (drawn === undefined) return names.get(name) ?? asWords(name);
  const { en, zh } = asWords(drawn);
  return { en: `${en} (drawn by AI)`, zh: `${zh}（AI 绘制）` };
}

function asWords(name: string): Says {
  const words = name.replaceAll('-', ' ');
  return { en: words, zh: words };
}
