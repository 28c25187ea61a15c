import type { NotifyTarget } from '../../platform/notify/notify-target.ts';

type SecretKind = Extract<NotifyTarget, { secretName: string }>['kind'];

/** The sender picks the channel by the target's kind: another kind here is a mistake in our own code. */
export function secretTarget(target: NotifyTarget, kind: SecretKind): { secretName: string } {
  if (target.kind === kind) return target;
  throw new Error(`the ${kind} channel was given a target of kind ${target.kind}`);
}
