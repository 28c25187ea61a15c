import type { Role } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import { approvalRuleSchema } from '../settings/setting-catalogue.ts';
import { addWorkingHours } from './working-hours.ts';

export interface ReviewPolicy {
  readonly when: 'always' | 'on-doubt' | 'never';
  readonly role: Role;
  readonly fourEyes: boolean;
  /** Instants, for a question that is asked now. */
  readonly escalateAt: string;
  readonly expiresAt: string;
  /** Runs that join later move the expiry, but never past this. */
  readonly expiresAtLatest: string;
  /** For the machine's `TimeoutSeconds`: a day after the latest expiry. The sweep expires first. */
  readonly backstopSeconds: number;
}

const DAY_MILLISECONDS = 86_400_000;

/** Machines end after 14 days; a day is for the backstop, one for everything before and after the question. */
const LONGEST_WAIT_MILLISECONDS = 12 * DAY_MILLISECONDS;

/** What the shop's approval policy means for a workflow now: working hours of the shop's zone, made into instants. */
export async function reviewPolicy(
  platform: Platform,
  store: string,
  workflow: string,
): Promise<ReviewPolicy> {
  const [policy, shop] = await Promise.all([
    readSetting(platform, store, 'approval-policy'),
    readSetting(platform, store, 'shop'),
  ]);
  const rule = policy.value.workflows[workflow] ?? approvalRuleSchema.parse({});
  const calendar = { ...policy.value.working, zone: shop.value.zone };
  const now = platform.clock.now();
  const after = (hours: number) => Date.parse(addWorkingHours(now, hours, calendar));
  const start = Date.parse(now);
  const wait = Math.min(after(rule.expiryWorkingHours) - start, LONGEST_WAIT_MILLISECONDS);
  const longest = Math.min(2 * wait, LONGEST_WAIT_MILLISECONDS);
  const toText = (milliseconds: number) => new Date(milliseconds).toISOString();
  return {
    when: rule.when,
    role: rule.role,
    fourEyes: rule.fourEyes,
    escalateAt: toText(Math.min(after(rule.expiryWorkingHours / 2), start + wait)),
    expiresAt: toText(start + wait),
    expiresAtLatest: toText(start + longest),
    backstopSeconds: Math.ceil((longest + DAY_MILLISECONDS) / 1000),
  };
}
