import { describe, expect, it } from 'vitest';
import { derivedTitle } from '../../../functions/image-assets/derive/derived-title.ts';
import { sceneNames } from '../../../functions/image-assets/derive/stills/scene-picture.ts';

describe('the title of a derived file', () => {
  it.each([
    ['scene', 'scene-wooden-table', 'Scene: Wooden table', '场景图：木桌'],
    ['plain', 'plain-f3f0ea', 'Background: brand colour #F3F0EA', '纯色背景：品牌色 #F3F0EA'],
    ['hero', 'hero-studio-sweep', 'Banner: Studio', '横幅：影棚'],
    ['hero', 'hero-plain', 'Banner: Plain colour', '横幅：纯色'],
    ['video', 'video-push-in', 'Video: The camera moves in', '短视频：镜头推近'],
    ['spin', 'spin-36-views', 'Turn: 36 views', '旋转展示：36 个视角'],
    ['scene', 'scene-by-model-beach-bar', 'Scene: beach bar (drawn by AI)', '场景图：beach bar（AI 绘制）'],
    ['viewer', 'viewer', 'Page to turn it', '3D 展示页'],
    ['hologram', 'hologram-one', 'hologram one', 'hologram one'],
    [undefined, 'scene-stone', 'scene stone', 'scene stone'],
  ])('is in words in both languages: %s, %s', (kind, choice, en, zh) => {
    expect(derivedTitle(kind, choice)).toEqual({ en, zh });
  });

  it('names every scene that is drawn here in Chinese too', () => {
    for (const name of sceneNames)
      expect(derivedTitle('scene', `scene-${name}`).zh).toMatch(/：\p{Script=Han}+$/u);
  });
});
