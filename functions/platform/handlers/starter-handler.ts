import * as z from 'zod';
import { readEnvironment } from '../environment.ts';
import { InvalidInputError } from '../errors.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { putInQuarantine } from '../quarantine/quarantine.ts';
import { runIdFor } from '../runs/run-id.ts';
import { replayRun, type StartRequest, startRun } from '../runs/start-run.ts';
import { isRegistered } from '../stores/list-stores.ts';
import { storeIdSchema } from '../stores/store-id.ts';
import { queueHandler } from './queue-handler.ts';

const replaySchema = z.object({
  kind: z.literal('replay'),
  store: z.string(),
  runId: z.string(),
  attempt: z.number().int().min(2),
  startedBy: z.string().optional(),
  dryRun: z.boolean().optional(),
});
export type ReplayMessage = z.input<typeof replaySchema>;

/** What to do with a message of the intake queue. */
export type Intake =
  | { readonly kind: 'start'; readonly requests: readonly StartRequest[] }
  /** Not for this workflow, or already taken care of. */
  | { readonly kind: 'ignore' };

/** Reads one message. @throws InvalidInputError for one that can never be worked on: it goes to quarantine, not round in circles */
export type ReadIntake = (platform: Platform, message: unknown) => Promise<Intake>;

/** The Lambda handler of a workflow's starter. */
export function starterHandler(manifest: WorkflowManifest, readIntake: ReadIntake) {
  return queueHandler(async (platform, body, messageId) => {
    await startFromMessage(platform, manifest, readEnvironment('machineArn'), readIntake, body, messageId);
  });
}

/** Works on one message of the intake queue; safe to repeat. */
export async function startFromMessage(
  platform: Platform,
  manifest: WorkflowManifest,
  machineArn: string,
  readIntake: ReadIntake,
  body: unknown,
  messageId: string,
): Promise<void> {
  const replay = replaySchema.safeParse(body);
  if (replay.success) {
    await replayRun(platform, manifest, machineArn, replay.data);
    return;
  }
  try {
    const intake = await readIntake(platform, body);
    if (intake.kind === 'ignore') return;
    for (const request of intake.requests) await startRun(platform, manifest, machineArn, request);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    await quarantineMessage(platform, manifest, body, messageId, error);
  }
}

/** Bodies are kept as text up to this length: enough to see what it was, far below a record's 400 KB. */
const keptCharacters = 8_000;

/** Where a message names its store: at its top, or inside an event of the bus. */
const storeOfMessageSchema = z.union([
  z.object({ store: storeIdSchema }).transform(({ store }) => store),
  z.object({ detail: z.object({ store: storeIdSchema }) }).transform(({ detail }) => detail.store),
]);

/** @throws `error` for a message of no known store: no shop would see it in its quarantine, but the dead-letter queue raises an alarm */
async function quarantineMessage(
  platform: Platform,
  manifest: WorkflowManifest,
  body: unknown,
  messageId: string,
  error: InvalidInputError,
): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { data: store } = storeOfMessageSchema.safeParse(body);
  if (store === undefined || !(await isRegistered(platform, store))) throw error;
  await putInQuarantine(platform, {
    id: runIdFor(manifest.slug, store, 'message', messageId),
    store,
    workflow: manifest.slug,
    kind: 'refused',
    attempt: 1,
    subject: { kind: 'message', id: messageId, label: messageId },
    code: error.code,
    says: error.text,
    message: text.slice(0, keptCharacters),
  });
}
