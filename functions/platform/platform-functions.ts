import * as z from 'zod';
import { functionSpecSchema } from './manifest.ts';

/** The platform's own functions: they belong to no workflow. Data only, read at synth time. */
const specSchema = functionSpecSchema.extend({
  /** Below `functions/platform/`. */
  folder: z.string(),
  /** What calls it. */
  startedBy: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rate'), minutes: z.number().int().min(1) }),
    /** Failed, timed-out and aborted executions of this stage's machines. */
    z.strictObject({ kind: z.literal('execution-ended') }),
    z.strictObject({ kind: z.literal('queue'), name: z.string(), events: z.array(z.string()) }),
    /** Routes of the HTTP API. */
    z.strictObject({
      kind: z.literal('api'),
      routes: z.array(z.string().regex(/^(GET|POST|PUT|DELETE) \/api\//)),
    }),
    /** By hand with AWS credentials, through `storehand init`. */
    z.strictObject({ kind: z.literal('invoke') }),
  ]),
});
export type PlatformFunction = z.output<typeof specSchema>;

const anHour = 60;
const apiTimeoutSeconds = 29;

const define = (specs: z.input<typeof specSchema>[]): readonly PlatformFunction[] =>
  z.array(specSchema).parse(specs);

export const platformFunctions = define([
  {
    name: 'sweep-runs',
    folder: 'runs',
    purpose: 'Closes runs whose execution ended without closing them',
    memoryMb: 512,
    timeoutSeconds: 120,
    reads: ['state', 'audit', 'executions'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['bus'],
    startedBy: { kind: 'rate', minutes: 15 },
  },
  {
    name: 'close-ended-run',
    folder: 'runs',
    purpose: "Closes a run when its execution's status event says that it failed, timed out or was aborted",
    memoryMb: 512,
    timeoutSeconds: 30,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['bus'],
    startedBy: { kind: 'execution-ended' },
  },
  {
    name: 'sweep-approvals',
    folder: 'approvals',
    purpose: 'Escalates half-way, expires, and sends decisions again that the machine has not acknowledged',
    memoryMb: 512,
    timeoutSeconds: 120,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['bus', 'task-answers'],
    startedBy: { kind: 'rate', minutes: 5 },
  },
  {
    name: 'anchor-audit',
    folder: 'audit',
    purpose: "Writes the day's audit heads to the locked bucket",
    memoryMb: 512,
    timeoutSeconds: 300,
    reads: ['state', 'anchors'],
    // The newest anchor is noted in `State` too: whoever removes the newest file leaves that behind.
    writes: ['anchors', 'state'],
    startedBy: { kind: 'rate', minutes: 6 * anHour },
  },
  {
    name: 'sync-schedules',
    folder: 'settings',
    purpose:
      'Brings schedules in line with settings and tells of kill switches, should a crash have come after saving',
    memoryMb: 512,
    timeoutSeconds: 120,
    reads: ['state'],
    sends: ['schedules', 'bus'],
    startedBy: { kind: 'rate', minutes: 6 * anHour },
  },
  {
    name: 'send-notices',
    folder: 'notify',
    purpose: 'Tells people what waits and what failed, and sends the daily digest',
    memoryMb: 512,
    timeoutSeconds: 60,
    reads: ['state'],
    writes: ['state'],
    sends: ['mail'],
    secrets: ['notify'],
    startedBy: { kind: 'queue', name: 'notices', events: ['ApprovalRequested', 'AlertRaised'] },
  },
  {
    name: 'stores-api',
    folder: 'stores',
    purpose: 'Lists the shops in which the signed-in person is a member',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state'],
    startedBy: { kind: 'api', routes: ['GET /api/stores'] },
  },
  {
    name: 'products-api',
    folder: 'products',
    purpose: 'Lists and searches the products of a shop',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state'],
    startedBy: { kind: 'api', routes: ['GET /api/{store}/products'] },
  },
  {
    name: 'stop-run-api',
    folder: 'runs',
    purpose: 'Ends a run before it is through',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['bus', 'execution-stops'],
    startedBy: { kind: 'api', routes: ['POST /api/{store}/runs/{id}/stop'] },
  },
  {
    name: 'workflows-api',
    folder: 'workflows',
    purpose: 'Shows the workflows of this release, their machines, and whether they are on',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state'],
    startedBy: {
      kind: 'api',
      routes: ['GET /api/{store}/workflows', 'GET /api/{store}/workflows/{slug}'],
    },
  },
  {
    name: 'today-api',
    folder: 'today',
    purpose: 'Shows what waits, what failed, what ran today and what it cost',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state'],
    startedBy: { kind: 'api', routes: ['GET /api/{store}/today'] },
  },
  {
    name: 'members-api',
    folder: 'members',
    purpose: 'Lists, adds, changes and removes members of a shop, for its admins',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['invitations'],
    startedBy: {
      kind: 'api',
      routes: [
        'GET /api/{store}/members',
        'POST /api/{store}/members',
        'PUT /api/{store}/members/{sub}',
        'DELETE /api/{store}/members/{sub}',
      ],
    },
  },
  {
    name: 'notices-api',
    folder: 'notify',
    purpose: 'Shows a member what they were told in the built-in outbox',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state'],
    startedBy: { kind: 'api', routes: ['GET /api/{store}/notices'] },
  },
  {
    name: 'administer',
    folder: 'members',
    purpose:
      'Opens a store with its first members, lists and removes members, removes the sample; called with AWS credentials only',
    memoryMb: 512,
    timeoutSeconds: 600,
    reads: ['state', 'all-of-state', 'audit', 'inbox', 'media'],
    writes: ['state', 'audit'],
    removes: ['state', 'inbox', 'media'],
    sends: ['schedules', 'bus'],
    startedBy: { kind: 'invoke' },
  },
  {
    name: 'approvals-api',
    folder: 'approvals',
    purpose: 'Lists, counts, shows, decides and reopens approvals',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    sends: ['bus', 'task-answers', 'intake'],
    startedBy: {
      kind: 'api',
      routes: [
        'GET /api/{store}/approvals',
        'GET /api/{store}/approvals/counts',
        'GET /api/{store}/approvals/{id}',
        'POST /api/{store}/approvals/decisions',
        'POST /api/{store}/approvals/{id}/decision',
        'POST /api/{store}/approvals/{id}/reopen',
      ],
    },
  },
  {
    name: 'runs-api',
    folder: 'runs',
    purpose: 'Lists, shows and replays runs; reverts publications; lists and retries what is in quarantine',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit', 'inbox'],
    writes: ['state', 'audit', 'inbox'],
    removes: ['state'],
    sends: ['intake'],
    startedBy: {
      kind: 'api',
      routes: [
        'GET /api/{store}/runs',
        'GET /api/{store}/runs/{id}',
        'POST /api/{store}/runs/{id}/replay',
        'GET /api/{store}/quarantine',
        'POST /api/{store}/quarantine/{id}/retry',
      ],
    },
  },
  {
    name: 'publications-api',
    folder: 'publications',
    purpose:
      'Reverts a publication: puts back what it replaced, also in the shop system and the picture library',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit', 'media'],
    writes: ['state', 'audit'],
    // A picture library may be a prefix of the media bucket.
    removes: ['media'],
    secrets: ['store', 'dam'],
    startedBy: { kind: 'api', routes: ['POST /api/{store}/publications/{id}/revert'] },
  },
  {
    name: 'settings-api',
    folder: 'settings',
    purpose: 'Shows, saves and undoes settings; tells a member who they are',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    sends: ['schedules', 'bus'],
    startedBy: {
      kind: 'api',
      routes: [
        'GET /api/{store}/me',
        'GET /api/{store}/settings',
        'GET /api/{store}/settings/{name}',
        'PUT /api/{store}/settings/{name}',
        'GET /api/{store}/settings/{name}/versions',
        'POST /api/{store}/settings/{name}/undo',
        'GET /api/{store}/settings/{name}/diff',
        'GET /api/{store}/changes',
        'POST /api/{store}/changes/{id}/confirm',
        'POST /api/{store}/changes/{id}/refuse',
      ],
    },
  },
  {
    name: 'uploads-api',
    folder: 'uploads',
    purpose: 'Gives out forms to upload files with, and links to look at made files',
    memoryMb: 512,
    timeoutSeconds: apiTimeoutSeconds,
    // The inbox: a reviewer compares what was made with the original.
    reads: ['state', 'media', 'inbox'],
    writes: ['inbox'],
    startedBy: {
      kind: 'api',
      routes: ['POST /api/{store}/uploads', 'GET /api/{store}/media', 'POST /api/{store}/media/links'],
    },
  },
  {
    name: 'audit-api',
    folder: 'audit',
    purpose: 'Searches the audit and verifies its chain, page by page',
    memoryMb: 1024,
    timeoutSeconds: apiTimeoutSeconds,
    reads: ['state', 'audit', 'anchors'],
    startedBy: {
      kind: 'api',
      routes: ['GET /api/{store}/audit', 'GET /api/{store}/audit/verification'],
    },
  },
]);
