import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutOutPrompt } from '../../../functions/image-assets/prompts/cut-out@1.ts';
import { lifestyleScenePrompt } from '../../../functions/image-assets/prompts/lifestyle-scene@1.ts';
import { draftListingPrompt } from '../../../functions/listing/prompts/draft-listing@1.ts';
import { type Prompt, promptId, promptSha256 } from '../../../functions/platform/ai/prompt.ts';
import { projectRoot } from '../../conformance/asl.ts';

/** Records name these: whoever wants another text writes a new version beside it, and adds it here. */
const released: readonly { workflow: string; prompt: Prompt; sha256: string }[] = [
  {
    workflow: 'image-assets',
    prompt: cutOutPrompt,
    sha256: 'b9266c2963e3e43ad6a5e0e837bbaf009b416b425865ca1a2c077d8159f1bacd',
  },
  {
    workflow: 'image-assets',
    prompt: lifestyleScenePrompt('A table'),
    sha256: '5215bd5a4d09facb35df016f1e5585c6cbd3b425f6c607de0543d4c27095b007',
  },
  {
    workflow: 'listing',
    prompt: draftListingPrompt,
    sha256: '10e271d8a507af808cc80a484a357684b79d694b50b96e8baaa0b68dddebeb0e',
  },
];

describe('a released prompt', () => {
  it.each(released)('is never changed: $prompt.name', ({ prompt, sha256 }) => {
    expect(promptSha256(prompt)).toBe(sha256);
  });

  it('stands in a file of its name and version, and every file is one', () => {
    const files = readdirSync(join(projectRoot, 'functions'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => /(^|\/)prompts\/[^/]+\.ts$/.test(file),
    );
    const expected = released.map(({ workflow, prompt }) => `${workflow}/prompts/${promptId(prompt)}.ts`);
    expect(files.sort()).toEqual(expected.sort());
  });
});
