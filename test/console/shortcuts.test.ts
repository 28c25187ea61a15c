import { describe, expect, it } from 'vitest';
import { type Pressed, shortcutFor } from '../../console/src/shell/shortcuts.ts';

const shortcuts = [{ keys: '?' }, { keys: 'g r' }, { keys: 'g a' }, { keys: 'a' }];

/** Presses one key after another. @returns the places of what they did */
function press(...keys: readonly (readonly [key: string, atMs: number])[]): number[] {
  let held: readonly Pressed[] = [];
  return keys.map(([key, atMs]) => {
    const pressed = shortcutFor(shortcuts, held, { key, atMs });
    held = pressed.held;
    return pressed.index;
  });
}

describe('a keyboard shortcut', () => {
  it('of one key acts at once', () => {
    expect(press(['?', 0])).toEqual([0]);
  });

  it('of two keys acts at the second', () => {
    expect(press(['g', 0], ['a', 400])).toEqual([-1, 2]);
  });

  it('is forgotten when the second key comes late, which then stands for itself', () => {
    expect(press(['g', 0], ['a', 2000])).toEqual([-1, 3]);
  });

  it('begins again after a key that leads nowhere', () => {
    expect(press(['g', 0], ['x', 100], ['g', 200], ['r', 300])).toEqual([-1, -1, -1, 1]);
  });

  it('of the page goes before the same one of the shell', () => {
    expect(shortcutFor([{ keys: 'j' }, { keys: 'j' }], [], { key: 'j', atMs: 0 }).index).toBe(1);
  });
});
