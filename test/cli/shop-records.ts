import type { Approval } from '../../functions/platform/approvals/approval.ts';
import type { QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import type { Run } from '../../functions/platform/runs/run.ts';

/** Records as the API answers them. */
export function aRun(changes: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    store: 'sample',
    workflow: 'image-assets',
    workflowVersion: 1,
    subject: { kind: 'photo', id: 'MUG-01', label: 'MUG-01 · 马克杯.jpg' },
    trigger: { kind: 'upload', startedBy: ['sub-op'] },
    status: 'published',
    mode: 'live',
    attempt: 1,
    input: {},
    startedAt: '2026-11-21T01:02:03.000Z',
    endedAt: '2026-11-21T01:02:09.000Z',
    stages: [
      {
        state: 'Inspect',
        startedAt: '2026-11-21T01:02:03.000Z',
        endedAt: '2026-11-21T01:02:04.500Z',
        outcome: 'warned',
        engine: 'rules/inspect@1',
        note: { en: 'The photo is very dark.', zh: '照片过暗。' },
      },
      {
        state: 'Publish',
        startedAt: '2026-11-21T01:02:05.000Z',
        endedAt: '2026-11-21T01:02:09.000Z',
        outcome: 'done',
      },
    ],
    result: { publication: 'run-1-1' },
    ...changes,
  };
}

export function anApproval(changes: Partial<Approval> = {}): Approval {
  const picture = (channel: string, answer: string, withheld: boolean) => ({
    channel,
    file: { bucket: 'media', key: `sample/MUG-01/asset/${channel}-2000x2000.jpg` },
    sha256: 'x',
    width: 2000,
    height: 2000,
    answer,
    withheld,
  });
  const item = (run: string, choices: string[]) => ({
    run,
    attempt: 1,
    asks: { en: `Publish the pictures of ${run}?`, zh: `是否发布 ${run} 的图片？` },
    reasons: [{ en: 'The cut-out is doubtful.', zh: '抠图结果存疑。' }],
    payload: {
      cutout: { confidence: 0.62, engine: 'rules/matting@1' },
      pictures: choices.map((choice, index) => picture(choice, index === 0 ? 'pass' : 'warn', index === 1)),
    },
    payloadHash: `hash-${run}`,
    choices,
    told: false,
  });
  return {
    id: 'approval-1',
    store: 'sample',
    workflow: 'image-assets',
    subject: { kind: 'product', id: 'MUG-01', label: 'MUG-01' },
    group: 'image-assets/MUG-01',
    status: 'open',
    items: [item('run-1', ['amazon-main', 'shopify']), item('run-2', ['shopify'])],
    payloadHash: 'hash-of-all',
    role: 'approver',
    fourEyes: true,
    requestedAt: '2026-11-20T02:00:00.000Z',
    expiresAt: '2026-11-24T10:00:00.000Z',
    expiresAtLatest: '2026-11-26T10:00:00.000Z',
    escalateAt: '2026-11-23T02:00:00.000Z',
    announced: ['requested'],
    ...changes,
  };
}

export function aQuarantineRecord(changes: Partial<QuarantineRecord> = {}): QuarantineRecord {
  return {
    id: 'q-1',
    store: 'sample',
    workflow: 'image-assets',
    kind: 'refused',
    attempt: 1,
    run: 'run-9',
    subject: { kind: 'photo', id: 'MUG-02', label: 'MUG-02 · notes.txt' },
    code: 'NotAnImage',
    says: { en: 'The file is not a picture.', zh: '文件内容不是图片。' },
    status: 'open',
    at: '2026-11-21T00:30:00.000Z',
    since: '2026-11-21T00:30:00.000Z',
    ...changes,
  };
}
