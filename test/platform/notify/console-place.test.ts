import { describe, expect, it } from 'vitest';
import { administer, administerSchema } from '../../../functions/platform/members/administer.ts';
import { readConsoleUrl } from '../../../functions/platform/notify/console-place.ts';
import { createMemoryPlatform } from '../memory/memory-platform.ts';

const note = (url: string) => administerSchema.parse({ action: 'note-console', url });

describe('where the console stands', () => {
  it('is nowhere until a deployment notes it, then where the last one said', async () => {
    const platform = createMemoryPlatform();
    expect(await readConsoleUrl(platform)).toBe('');
    await administer(platform, note('http://127.0.0.1:4510'));
    await administer(platform, note('https://d111.cloudfront.net/'));
    expect(await readConsoleUrl(platform)).toBe('https://d111.cloudfront.net');
  });

  it('is an address of the web', () => {
    expect(() => note('javascript:alert(1)')).toThrow();
  });
});
