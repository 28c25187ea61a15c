import type { AuditEntry } from '../../../functions/platform/audit/audit-entry.ts';
import { defineWorkflow } from '../../../functions/platform/manifest.ts';
import { type Closing, closeRun } from '../../../functions/platform/runs/close-run.ts';
import type { Outcome, Run } from '../../../functions/platform/runs/run.ts';
import { readRun } from '../../../functions/platform/runs/stages.ts';
import { type StartRequest, startRun } from '../../../functions/platform/runs/start-run.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import type { SettingName } from '../../../functions/platform/settings/setting-catalogue.ts';
import type { MemoryPlatform } from '../memory/memory-platform.ts';

export const LETTERS_MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:letters:1';

/** A workflow of one stage that lives three days. */
export const letters = defineWorkflow({
  slug: 'letters',
  version: 3,
  title: { en: 'Letters', zh: '信件' },
  owner: 'post-team',
  escalation: 'shop-manager',
  measure: { metric: 'LettersSent', says: { en: 'Letters sent', zh: '已发送信件' } },
  kind: 'standard',
  timeoutSeconds: 3 * 86_400,
  stages: [{ state: 'Write', title: { en: 'Write', zh: '书写' } }],
  functions: [
    { name: 'start-run', purpose: 'Starts the runs of the letters', memoryMb: 512, timeoutSeconds: 30 },
  ],
  triggers: [],
  intake: { starter: 'start-run', batchSize: 10, maxReceives: 5 },
  alarms: [{ name: 'DeadLetters', metric: 'dead-letters', threshold: 0, periodMinutes: 5 }],
});

export function startRequest(over: Partial<StartRequest> = {}): StartRequest {
  return {
    store: 'shop',
    runId: 'run-1',
    subject: { kind: 'letter', id: 'L-1', label: 'L-1' },
    trigger: { kind: 'upload', startedBy: ['wang'] },
    input: { to: 'li' },
    pilot: { sku: 'L-1' },
    ...over,
  };
}

export const start = (platform: MemoryPlatform, over: Partial<StartRequest> = {}): Promise<Run> =>
  startRun(platform, letters, LETTERS_MACHINE, startRequest(over));

export const runNow = (platform: MemoryPlatform, run = 'run-1'): Promise<Run> =>
  readRun(platform, { store: 'shop', run });

export const reference = (attempt = 1, run = 'run-1') => ({ store: 'shop', run, attempt });

export async function set(
  platform: MemoryPlatform,
  name: SettingName,
  value: unknown,
  store = 'shop',
): Promise<void> {
  const actor = { kind: 'system', id: 'test' } as const;
  await saveSetting(platform, { store, name, value, actor, reason: 'test' });
}

/** The entries of one audit stream, in their order. */
export function auditOf(platform: MemoryPlatform, stream: string): AuditEntry[] {
  return platform.inspection.records
    .all()
    .filter((record) => record.key.table === 'audit' && record.key.pk === `shop#AUDIT#${stream}`)
    .map((record) => record.data as AuditEntry);
}

/** How often each alert went out, by event id. */
export function alertsOf(platform: MemoryPlatform, alert = 'run-failed'): string[] {
  const sent = platform.inspection.events.filter((event) => event.alert === alert);
  return [...new Set(sent.map((event) => event.eventId))];
}

/** The only execution of a machine that the tests end by hand. */
export function endExecution(
  platform: MemoryPlatform,
  name: string,
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED',
): void {
  const execution = platform.inspection.executions.get(`${LETTERS_MACHINE}:${name}`);
  if (execution === undefined) throw new Error(`there is no execution ${name}`);
  execution.status = status;
}

export const close = (
  platform: MemoryPlatform,
  outcome: Outcome,
  over: Partial<Closing> = {},
  attempt = 1,
): Promise<Run | undefined> =>
  closeRun(platform, letters, reference(attempt), { outcome, by: 'machine', ...over });
