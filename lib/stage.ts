import { Aws, Fn } from 'aws-cdk-lib';

/** A deployment: `main` in the shop's account, `test` beside it, `local` on one machine. Letters, digits, at most 12. */
export interface Stage {
  readonly name: string;
}

/** @throws Error when the name would break a queue's or a function's name */
export function makeStage(name: string): Stage {
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name)) {
    throw new Error(`The stage "${name}" must be 1 to 12 lower-case letters and digits, the first a letter`);
  }
  return { name };
}

/** The one physical prefix: stacks, intake queues, machines. Everything else is named by CloudFormation. */
export function stagePrefix(stage: Stage, slug: string): string {
  return `Storehand-${stage.name}-${slug}`;
}

export function queueUrlPrefix(stage: Stage): string {
  return Fn.join('', [
    'https://sqs.',
    Aws.REGION,
    '.',
    Aws.URL_SUFFIX,
    '/',
    Aws.ACCOUNT_ID,
    '/',
    stagePrefix(stage, ''),
  ]);
}

export function queueArnPrefix(stage: Stage): string {
  return Fn.join('', [
    'arn:',
    Aws.PARTITION,
    ':sqs:',
    Aws.REGION,
    ':',
    Aws.ACCOUNT_ID,
    ':',
    stagePrefix(stage, ''),
  ]);
}
