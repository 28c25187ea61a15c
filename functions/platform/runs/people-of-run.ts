import { readMember } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import type { Run } from './run.ts';

/** Who started a run, or stopped it, by name; whoever is no member any more is left out. A read for each person. */
export async function peopleOf(
  platform: Platform,
  { store, trigger, stop }: Pick<Run, 'store' | 'trigger' | 'stop'>,
): Promise<readonly { readonly sub: string; readonly name: string }[]> {
  const subs = new Set([...(trigger.startedBy ?? []), ...(stop === undefined ? [] : [stop.by])]);
  const members = await Promise.all([...subs].map((sub) => readMember(platform, store, sub)));
  return members.flatMap((member) => (member === undefined ? [] : [{ sub: member.sub, name: member.name }]));
}
