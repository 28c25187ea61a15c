import { apiFunctions } from './api-functions.ts';
import { definePlatformFunctions, type PlatformFunction } from './platform-function.ts';

export type { PlatformFunction };

const anHour = 60;

/** Those that work by the clock, on events, or by hand. */
const ownFunctions = definePlatformFunctions([
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
    name: 'end-switches',
    folder: 'settings',
    purpose: 'Switches on again what was switched off for a time, and starts what was held meanwhile',
    memoryMb: 512,
    timeoutSeconds: 120,
    reads: ['state', 'audit'],
    writes: ['state', 'audit'],
    removes: ['state'],
    // Saving a setting brings the schedules in line where they are concerned.
    sends: ['bus', 'intake', 'schedules'],
    startedBy: { kind: 'rate', minutes: 5 },
  },
  {
    name: 'send-notices',
    folder: 'notify',
    purpose: 'Tells people what waits and what failed, and sends the daily digest',
    memoryMb: 512,
    timeoutSeconds: 60,
    reads: ['state'],
    writes: ['state', 'call-counts'],
    sends: ['mail'],
    secrets: ['notify'],
    startedBy: { kind: 'queue', name: 'notices', events: ['ApprovalRequested', 'AlertRaised'] },
  },
  {
    name: 'remove-sample',
    folder: 'stores',
    purpose: 'Removes the sample shop once an admin has asked for it',
    memoryMb: 512,
    // Some hundred records and files; what is left is removed by the next try.
    timeoutSeconds: 120,
    reads: ['state', 'all-of-state', 'audit', 'inbox', 'media'],
    writes: ['state', 'audit'],
    removes: ['state', 'inbox', 'media'],
    sends: ['schedules'],
    startedBy: { kind: 'queue', name: 'sample-removals', events: ['SampleRemovalAsked'] },
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
]);

/** The platform's own functions: they belong to no workflow. Data only, read at synth time. */
export const platformFunctions: readonly PlatformFunction[] = [...ownFunctions, ...apiFunctions];
