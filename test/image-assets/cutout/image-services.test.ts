import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeBackgroundTask } from '../../../functions/image-assets/remove-background.handler.ts';
import type { Asset } from '../../../functions/image-assets/schemas.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { ConfigurationError } from '../../../functions/platform/errors.ts';
import { metrics } from '../../../functions/platform/handlers/observability.ts';
import { busyPhoto } from '../../connectors/image-model/busy-photo.ts';
import {
  type Behaviour,
  type Known,
  ScriptedImageService,
} from '../../connectors/image-model/scripted-image-service.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { auditOf, runNow, set } from '../../platform/runs/run-fixtures.ts';
import { type PhotoJob, perform, startPhoto, studioPhoto } from '../photo-job.ts';

/** Of one picture by each style, as the scripted services charge. */
const OPENAI_COST = 41_180;
const REMOVE_BG_COST = 200_000;
const FOLDER = 'shop/MUG-1/0123456789abcdef';
const asset: Asset = { sku: 'MUG-1', asset: '0123456789abcdef', position: 1 };

// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

// Two services, so that one can fail while the other serves.
const first = new ScriptedImageService();
const second = new ScriptedImageService();
let busy: Known & { jpeg: Buffer };
let plain: Buffer;
beforeAll(async () => {
  // Small: the rules look at it in each test.
  busy = await busyPhoto(1, 210, 180);
  plain = await studioPhoto();
  for (const service of [first, second]) {
    await service.start();
    service.knows(busy);
  }
});
afterAll(() => Promise.all([first.stop(), second.stop()]));
beforeEach(() => {
  for (const service of [first, second]) service.does('honest');
});

const secrets = new Map([
  ['shop/remove-bg', 'a-key\n'],
  ['shop/openai', 'sk-key'],
]);
const task = removeBackgroundTask(async (name) => {
  const text = secrets.get(name);
  if (text !== undefined) return text;
  throw new ConfigurationError('SecretMissing', { en: `no secret ${name}`, zh: `没有密钥 ${name}` });
});

/** remove.bg's style first, then OpenAI's. */
const BOTH = ['remove-bg', 'openai'];

async function shopWith(
  providers: readonly string[],
  { photo = busy.jpeg, cents = 500, removeBg = {}, openai = {} } = {},
): Promise<{ platform: MemoryPlatform; job: PhotoJob }> {
  const platform = createMemoryPlatform();
  await configure(platform, providers, { cents, removeBg, openai });
  return { platform, job: await startPhoto(platform, photo) };
}

async function configure(
  platform: MemoryPlatform,
  providers: readonly string[],
  { cents = 500, removeBg = {}, openai = {} } = {},
): Promise<void> {
  await set(platform, 'ai', {
    providers,
    dailyBudget: { amountMinor: cents, currency: 'USD' },
    'remove-bg': { baseUrl: `${first.origin}/v1.0`, allowPrivateNetwork: true, ...removeBg },
    openai: { baseUrl: `${second.origin}/v1`, allowPrivateNetwork: true, ...openai },
  });
}

const cutOut = (platform: MemoryPlatform, job: PhotoJob) => perform(platform, task, { ...job, asset });

interface Evidence {
  readonly engine: string;
  readonly accepted: boolean;
  readonly attempts: readonly {
    provider: string;
    outcome: string;
    code?: string;
    costMicroUsd: number;
    confidence?: number;
  }[];
}

async function evidenceOf(platform: MemoryPlatform): Promise<Evidence> {
  const bytes = await platform.inspection.objects.get({ bucket: 'media', key: `${FOLDER}/evidence.json` });
  return JSON.parse(bytes.toString('utf8')) as Evidence;
}

const tried = (evidence: Evidence) =>
  evidence.attempts.map(({ provider, outcome, code }) =>
    [provider, outcome, ...(code === undefined ? [] : [code])].join(' '),
  );

async function stageOf(platform: MemoryPlatform) {
  const { stages } = await runNow(platform);
  return stages.find(({ state }) => state === 'RemoveBackground');
}

async function spentOf(platform: MemoryPlatform): Promise<number> {
  const found = platform.inspection.records
    .all()
    .find(({ key }) => key.pk === 'shop#AI-SPENDING#image-assets');
  return (found?.data as { committedMicroUsd: number } | undefined)?.committedMicroUsd ?? 0;
}

describe('a photo that the rules are sure of', () => {
  it('leaves for nobody', async () => {
    const { platform, job } = await shopWith(BOTH, { photo: plain });
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: expect.stringMatching(/^rules\//),
    });
    expect(first.received).toEqual([]);
    expect(second.received).toEqual([]);
    expect(await stageOf(platform)).toMatchObject({ outcome: 'done', costMicroUsd: 0 });
    expect(tried(await evidenceOf(platform))).toEqual(['rules accepted']);
  });
});

describe('a photo that the rules refuse', () => {
  it('goes to a person where no provider is set', async () => {
    const { platform, job } = await shopWith([]);
    expect(await cutOut(platform, job)).toMatchObject({ accepted: false });
    expect(first.received).toEqual([]);
  });

  it('is cut out by the first provider that is sure, and the next one is not asked', async () => {
    const { platform, job } = await shopWith(BOTH);
    expect(await cutOut(platform, job)).toMatchObject({
      made: true,
      accepted: true,
      engine: expect.stringMatching(/^remove-bg\//),
    });
    expect(second.received).toEqual([]);
    expect(await stageOf(platform)).toMatchObject({ outcome: 'done', costMicroUsd: REMOVE_BG_COST });
    const evidence = await evidenceOf(platform);
    expect(tried(evidence)).toEqual(['rules doubted', 'remove-bg accepted']);
    expect(evidence.attempts[1]).toMatchObject({ costMicroUsd: REMOVE_BG_COST, milliseconds: 0 });
    expect(await spentOf(platform)).toBe(REMOVE_BG_COST);
  });

  it('is asked about in the order of the setting', async () => {
    const { platform, job } = await shopWith(['something-for-text', 'openai', 'remove-bg']);
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: 'openai/gpt-image-2.5-sunburst',
    });
    expect(first.received).toEqual([]);
    expect(await stageOf(platform)).toMatchObject({ costMicroUsd: OPENAI_COST });
  });

  it('stands in the audit with the model and the prompt that were used', async () => {
    const { platform, job } = await shopWith(['openai']);
    await cutOut(platform, job);
    expect(auditOf(platform, 'run/run-1')).toMatchObject([
      {
        action: 'model.asked',
        subject: 'MUG-1',
        model: 'openai/gpt-image-2.5-sunburst',
        promptVersion: 'cut-out@1',
        after: { task: 'cut-out', costMicroUsd: OPENAI_COST },
      },
    ]);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });

  it('leaves without anything that the camera wrote into it', async () => {
    const { platform, job } = await shopWith(['remove-bg']);
    await cutOut(platform, job);
    const [sent] = first.received;
    expect(sent?.headers['x-api-key']).toBe('a-key');
    expect(sent?.picture.includes('Exif')).toBe(false);
  });
});

interface Failure {
  readonly behaviour: Behaviour;
  /** What stands of it in the evidence. */
  readonly tried: string;
  /** Of what it answered. */
  readonly charged: boolean;
  readonly says?: RegExp;
}

const failures: Readonly<Record<string, Failure>> = {
  'has no credit': {
    behaviour: { status: 402 },
    tried: 'remove-bg no-credit ModelServiceNoCredit',
    charged: false,
    says: /no credit left/,
  },
  'refuses the key': {
    behaviour: { status: 403 },
    tried: 'remove-bg not-connected ModelServiceKeyRefused',
    charged: false,
  },
  'answers 500': { behaviour: { status: 500 }, tried: 'remove-bg failed ModelServiceFault', charged: false },
  'answers 429': {
    behaviour: { status: 429, headers: { 'retry-after': '20' } },
    tried: 'remove-bg rate-limited ModelServiceBusy',
    charged: false,
  },
  'breaks off': { behaviour: 'break', tried: 'remove-bg failed ModelServiceFault', charged: false },
  'sends HTML': { behaviour: 'html', tried: 'remove-bg failed ModelServiceFault', charged: false },
  'does not take the picture': {
    behaviour: { status: 400, code: 'unknown_foreground' },
    tried: 'remove-bg refused ModelServiceRefusedInput',
    charged: false,
  },
  'sends what is no picture': {
    behaviour: 'junk',
    tried: 'remove-bg unusable NotAPicture',
    charged: true,
    says: /no picture/,
  },
  'sends a picture without alpha': {
    behaviour: 'no-alpha',
    tried: 'remove-bg unusable NoAlpha',
    charged: true,
  },
  'sends an all-transparent picture': {
    behaviour: 'all-transparent',
    tried: 'remove-bg unusable Empty',
    charged: true,
  },
  'sends an opaque picture': {
    behaviour: 'all-opaque',
    tried: 'remove-bg unusable NothingCutOut',
    charged: true,
  },
  'sends a picture of another shape': {
    behaviour: 'another-shape',
    tried: 'remove-bg unusable OtherShape',
    charged: true,
  },
  'moves the outline': { behaviour: 'moved', tried: 'remove-bg doubted', charged: true },
};

describe.each(Object.entries(failures))('where the first provider %s', (_, failure) => {
  it('the next one is asked; only what was charged is counted', async () => {
    first.does(failure.behaviour);
    const { platform, job } = await shopWith(BOTH);
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: expect.stringMatching(/^openai/),
    });
    const evidence = await evidenceOf(platform);
    expect(tried(evidence)).toEqual(['rules doubted', failure.tried, 'openai accepted']);
    const cost = failure.charged ? REMOVE_BG_COST : 0;
    expect(evidence.attempts[1]?.costMicroUsd).toBe(cost);
    const stage = await stageOf(platform);
    expect(stage).toMatchObject({ costMicroUsd: cost + OPENAI_COST });
    expect(await spentOf(platform)).toBe(cost + OPENAI_COST);
    // Whoever reads the run learns what is wrong with the provider, although the photo went through.
    if (failure.tried !== 'remove-bg doubted') expect(stage).toMatchObject({ outcome: 'warned' });
    if (failure.says !== undefined) expect(stage?.note?.en).toMatch(failure.says);
  });

  it('and there is no other, a person gets the photo, or the machine is told to wait', async () => {
    first.does(failure.behaviour);
    const { platform, job } = await shopWith(['remove-bg']);
    const ended = await cutOut(platform, job).catch((error: unknown) => error);
    if (failure.tried.includes('rate-limited')) {
      expect(ended).toMatchObject({ name: 'RateLimitedError', retryAfterSeconds: 20 });
      expect(await spentOf(platform)).toBe(0);
      return;
    }
    expect(ended).toMatchObject({ accepted: false });
    expect(await stageOf(platform)).toMatchObject({
      outcome: 'warned',
      costMicroUsd: failure.charged ? REMOVE_BG_COST : 0,
    });
  });
});

describe('a service that says nothing', () => {
  it('is given up when its time is over: the next one is asked, and no cost is recorded', async () => {
    first.does('silent');
    const { platform, job } = await shopWith(BOTH, { removeBg: { timeoutSeconds: 1 } });
    expect(await cutOut(platform, job)).toMatchObject({ accepted: true });
    expect(tried(await evidenceOf(platform))[1]).toBe('remove-bg timed-out ModelServiceTimedOut');
    expect(await stageOf(platform)).toMatchObject({ costMicroUsd: OPENAI_COST });
    // It may have charged all the same: the budget holds on to the money.
    expect(await spentOf(platform)).toBe(REMOVE_BG_COST + OPENAI_COST);
  });
});

describe('an answer in another size', () => {
  it('is scaled to the photo, and as good', async () => {
    first.does('another-size');
    const { platform, job } = await shopWith(['remove-bg']);
    expect(await cutOut(platform, job)).toMatchObject({ accepted: true });
  });
});

describe('where nobody is sure', () => {
  it('the best of all answers is kept for the reviewer', async () => {
    first.does('moved');
    second.does('all-transparent');
    const { platform, job } = await shopWith(BOTH);
    expect(await cutOut(platform, job)).toMatchObject({
      made: true,
      accepted: false,
      engine: expect.stringMatching(/^remove-bg/),
    });
    expect(await stageOf(platform)).toMatchObject({
      outcome: 'warned',
      costMicroUsd: REMOVE_BG_COST + OPENAI_COST,
    });
  });
});

describe('a provider without a key', () => {
  it('is passed over, and the run says what is missing', async () => {
    const { platform, job } = await shopWith(BOTH, { removeBg: { secretName: 'not-there' } });
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: expect.stringMatching(/^openai/),
    });
    expect(tried(await evidenceOf(platform))[1]).toBe('remove-bg not-connected SecretMissing');
    expect((await stageOf(platform))?.note?.en).toContain('no secret shop/not-there');
    expect(first.received).toEqual([]);
  });
});

describe('the budget', () => {
  it('once spent leaves the photo to the rules, and says so', async () => {
    const { platform, job } = await shopWith(BOTH, { cents: 0 });
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: false,
      engine: expect.stringMatching(/^rules/),
    });
    expect(tried(await evidenceOf(platform))).toEqual([
      'rules doubted',
      'remove-bg over-budget',
      'openai over-budget',
    ]);
    expect(await stageOf(platform)).toMatchObject({ outcome: 'warned', costMicroUsd: 0 });
    expect((await stageOf(platform))?.note?.zh).toContain('预算已用完');
    expect([...first.received, ...second.received]).toEqual([]);
  });

  it('that is too small for one provider may do for the next', async () => {
    const { platform, job } = await shopWith(BOTH, { cents: 15 });
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: expect.stringMatching(/^openai/),
    });
  });
});

describe('a told wait', () => {
  const busyFor = (seconds: number): Behaviour => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
  });

  it('is carried out by the machine; what others answered meanwhile is not paid again', async () => {
    first.does('moved');
    second.does(busyFor(30), 'honest');
    const { platform, job } = await shopWith(BOTH);
    await expect(cutOut(platform, job)).rejects.toMatchObject({
      name: 'RateLimitedError',
      retryAfterSeconds: 30,
    });
    platform.inspection.advance(30_000);
    expect(await cutOut(platform, job)).toMatchObject({
      accepted: true,
      engine: expect.stringMatching(/^openai/),
    });
    expect(first.received).toHaveLength(1);
    expect(second.received).toHaveLength(2);
    expect(await stageOf(platform)).toMatchObject({ costMicroUsd: REMOVE_BG_COST + OPENAI_COST });
  });

  it('is not for other photos to find out again', async () => {
    first.does(busyFor(600));
    const { platform, job } = await shopWith(['remove-bg']);
    await expect(cutOut(platform, job)).rejects.toMatchObject({ retryAfterSeconds: 600 });
    platform.inspection.advance(100_000);
    await expect(cutOut(platform, job)).rejects.toMatchObject({ retryAfterSeconds: 500 });
    expect(first.received).toHaveLength(1);
  });

  it('comes to an end: after three waits a person gets the photo', async () => {
    first.does(busyFor(5));
    const { platform, job } = await shopWith(['remove-bg']);
    for (let wait = 0; wait < 3; wait++) {
      await expect(cutOut(platform, job)).rejects.toMatchObject({ name: 'RateLimitedError' });
      platform.inspection.advance(5000);
    }
    expect(await cutOut(platform, job)).toMatchObject({ accepted: false });
    expect((await stageOf(platform))?.note?.en).toContain('asks us to wait');
  });

  it('of hours is not waited for', async () => {
    first.does(busyFor(7200));
    const { platform, job } = await shopWith(['remove-bg']);
    expect(await cutOut(platform, job)).toMatchObject({ accepted: false });
  });
});

describe('a provider in trouble', () => {
  it('that is down is left alone after three faults, for five minutes', async () => {
    first.does({ status: 500 });
    const { platform, job } = await shopWith(['remove-bg']);
    for (let photo = 0; photo < 5; photo++) await cutOut(platform, job);
    expect(first.received).toHaveLength(3);
    platform.inspection.advance(300_000);
    first.does('honest');
    expect(await cutOut(platform, job)).toMatchObject({ accepted: true });
  });

  it('that has no credit is asked again when somebody saves the setting', async () => {
    first.does({ status: 402 });
    const { platform, job } = await shopWith(['remove-bg']);
    await cutOut(platform, job);
    await cutOut(platform, job);
    expect(first.received).toHaveLength(1);
    first.does('honest');
    await configure(platform, ['remove-bg'], { cents: 501 });
    expect(await cutOut(platform, job)).toMatchObject({ accepted: true });
  });
});

describe('an answer that was paid for', () => {
  it('is not paid again when the step is repeated after its answer was kept', async () => {
    const { platform, job } = await shopWith(['remove-bg']);
    platform.inspection.onCall(({ name, moment }) => {
      if (name === 'objects.put' && moment === 'after') throw new Error('the process died');
    });
    await expect(cutOut(platform, job)).rejects.toThrow('the process died');
    platform.inspection.onCall(undefined);
    expect(await cutOut(platform, job)).toMatchObject({ accepted: true });
    expect(first.received).toHaveLength(1);
    expect(await stageOf(platform)).toMatchObject({ costMicroUsd: REMOVE_BG_COST });
  });

  it('serves a later attempt for nothing, and says so', async () => {
    const { platform, job } = await shopWith(['remove-bg']);
    await cutOut(platform, job);
    const again = await startPhoto(platform, busy.jpeg, { run: 'run-2' });
    expect(await cutOut(platform, again)).toMatchObject({ accepted: true });
    expect(first.received).toHaveLength(1);
    const { stages } = await runNow(platform, 'run-2');
    expect(stages[0]).toMatchObject({ engine: expect.stringMatching(/^remove-bg/), costMicroUsd: 0 });
    expect(auditOf(platform, 'run/run-2')).toMatchObject([{ action: 'model.answer-used-again' }]);
  });

  it('but was of no use is asked for anew by a later run', async () => {
    first.does('no-alpha', 'honest');
    const { platform, job } = await shopWith(['remove-bg']);
    expect(await cutOut(platform, job)).toMatchObject({ accepted: false });
    expect(await cutOut(platform, job)).toMatchObject({ accepted: false });
    expect(first.received).toHaveLength(1);
    const again = await startPhoto(platform, busy.jpeg, { run: 'run-2' });
    expect(await cutOut(platform, again)).toMatchObject({ accepted: true });
  });
});
