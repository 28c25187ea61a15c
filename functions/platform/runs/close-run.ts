import type { Says } from '../../commerce/says.ts';
import { withdrawRun } from '../approvals/withdraw-run.ts';
import { auditWrites } from '../audit/append-audit.ts';
import type { Actor } from '../audit/audit-entry.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordWrite } from '../ports/records.ts';
import { markRetried } from '../quarantine/quarantine.ts';
import { isOpen, type Outcome, type Run, runIndex, runKey } from './run.ts';
import type { RunReference } from './stages.ts';

export interface Closing {
  readonly outcome: Outcome;
  readonly why?: Says | undefined;
  readonly result?: Record<string, unknown> | undefined;
  /** Who closes: the machine's Record state, its status event, the sweep, or whoever stopped it. */
  readonly by: 'machine' | 'status-event' | 'sweep' | 'stop';
}

/**
 * Closes a run once: record and audit entry in one transaction. A second closing, or one of an older attempt, changes
 * nothing. Tells the owner when the run failed.
 *
 * @returns the run as it stands, undefined when there is none
 */
export async function closeRun(
  platform: Platform,
  manifest: Pick<WorkflowManifest, 'slug' | 'owner' | 'title'>,
  reference: RunReference,
  closing: Closing,
): Promise<Run | undefined> {
  const key = runKey(reference.store, reference.run);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<Run>(key);
    if (present === undefined) return undefined;
    const run = present.data;
    if (run.attempt !== reference.attempt || !isOpen(run)) return run;
    const { outcome, why, result, actor } = asStopped(run, closing);
    const closed: Run = {
      ...run,
      status: outcome,
      endedAt: platform.clock.now(),
      ...(why === undefined ? {} : { why }),
      ...(result === undefined ? {} : { result }),
    };
    // Before the write: a sweep that died between the two would not find the run again, and nobody would ever be told.
    // Whoever closes it then tells it once more: the event's id is the same, consumers drop it.
    // The same holds for a question that nobody waits for any more: nothing else would take it away.
    await withdrawRun(platform, reference);
    // A reopened approval replays, too, and a request to replay may die before it has marked what was in quarantine.
    if (run.attempt > 1 && outcome !== 'quarantined') {
      const earlier = { store: run.store, id: run.id, attempt: run.attempt - 1 };
      await markRetried(platform, earlier, { kind: 'system', id: closing.by });
    }
    if (closed.status === 'failed') await raiseAlert(platform, manifest, closed);
    try {
      const write = { key, data: closed, index: runIndex(closed), expected: { version: present.version } };
      await platform.records.transact([write, ...(await closingAudit(platform, closed, actor))]);
      return closed;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}

/**
 * A run that somebody stopped ends as stopped whoever finds it ended, but for its own last step: what the machine recorded,
 * it did.
 */
function asStopped({ stop }: Run, closing: Closing): Closing & { readonly actor: Actor } {
  if (stop === undefined || closing.by === 'machine') {
    return { ...closing, actor: { kind: 'system', id: closing.by } };
  }
  return {
    by: closing.by,
    outcome: 'stopped',
    why: {
      en: `Stopped by a person: ${stop.reason}. Nothing more is done; what was published before stays. Replay it to run it again.`,
      zh: `已由人工中止：${stop.reason}。不再继续处理；此前已发布的内容保留。如需再次运行，请重新运行。`,
    },
    actor: { kind: 'person', id: stop.by },
  };
}

async function closingAudit(platform: Platform, closed: Run, actor: Actor): Promise<readonly RecordWrite[]> {
  return await auditWrites(platform, {
    store: closed.store,
    stream: `run/${closed.id}`,
    entryId: `closed/${closed.attempt}`,
    actor,
    action: `run.${closed.status}`,
    subject: `${closed.subject.kind}/${closed.subject.id}`,
    reason: closed.why?.en,
    after: closed.result,
  });
}

async function raiseAlert(
  platform: Platform,
  manifest: Pick<WorkflowManifest, 'slug' | 'owner'>,
  closed: Run,
): Promise<void> {
  await platform.events.publish({
    name: 'AlertRaised',
    store: closed.store,
    schemaVersion: 1,
    eventId: `run-failed/${closed.id}/${closed.attempt}`,
    occurredAt: closed.endedAt ?? platform.clock.now(),
    correlationId: closed.id,
    alert: 'run-failed',
    workflow: manifest.slug,
    owner: manifest.owner,
    subject: closed.subject,
    why: closed.why,
  });
}
