import type { Prompt } from '../../platform/ai/prompt.ts';

export const cutOutPrompt: Prompt = {
  name: 'cut-out',
  version: 1,
  text: `Remove the background of this product photo.

Keep the product exactly where it is and exactly as large as it is: the same position, scale, rotation, perspective and crop.
Keep every part of it, also thin, dark, bright, reflective and transparent ones, straps, cables, handles and labels.
Where one can see through the product (handles, loops, gaps), the background there is removed as well.
Do not move, straighten, complete, recolour, relight, sharpen, smooth or redraw anything.
Everything that is not the product, and any shadow or reflection on what it stands on, becomes fully transparent.
Add nothing: no new background, no shadow, no outline, no text.`,
};
