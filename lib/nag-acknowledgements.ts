import { type App, Validations } from 'aws-cdk-lib';

/** Findings of the policy checks that we live with, each with its reason. A finding that is not listed fails the synthesis. */
const acknowledgements: readonly { id: string; reason: string }[] = [];

export function acknowledgeFindings(app: App): void {
  for (const { id, reason } of acknowledgements) Validations.of(app).acknowledge({ id, reason });
}
