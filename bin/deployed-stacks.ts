import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CommandFailure, refused, wrongUsage } from './failures.ts';
import { saysOf } from './messages/catalogue.ts';

/** What `cdk bootstrap` makes, under the name that it has unless somebody chose another. */
const bootstrapStack = 'CDKToolkit';

export interface Target {
  readonly account: string;
  readonly region: string;
}

/**
 * Whose account the user's credentials open, and where.
 *
 * @throws CommandFailure `NoCredentials`, `CredentialsRefused`, wrong usage without a region, `Unreachable`
 */
export async function findTarget(askedRegion: string | undefined): Promise<Target> {
  const client = new STSClient(askedRegion === undefined ? {} : { region: askedRegion });
  const region = await client.config.region().catch(() => undefined);
  if (region === undefined) throw wrongUsage('deploy.noRegion');
  try {
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
    if (account !== undefined) return { account, region };
  } catch (error) {
    throw credentialsFailure(error, region);
  }
  throw refused('NoCredentials', 'aws.noCredentials');
}

function credentialsFailure(error: unknown, region: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (name === 'CredentialsProviderError') return refused('NoCredentials', 'aws.noCredentials');
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    const text = saysOf('deploy.unreachable', { region, message: code });
    return new CommandFailure('unreachable', 'Unreachable', text, { cause: error });
  }
  const values = { name, message: message.replace(/\.$/, '') };
  return refused('CredentialsRefused', 'deploy.credentialsRefused', values);
}

/** Whether CDK has been prepared in this account and region. */
export async function isBootstrapped({ region }: Target): Promise<boolean> {
  const client = new CloudFormationClient({ region });
  try {
    const { Stacks: stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: bootstrapStack }),
    );
    // One that failed to be made, or waits for its change set, is no bootstrap: `cdk bootstrap` mends it.
    return stacks.some(({ StackStatus: status = '' }) =>
      /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status),
    );
  } catch (error) {
    // CloudFormation's way to say that there is no such stack.
    if (error instanceof Error && error.name === 'ValidationError') return false;
    throw error;
  }
}

/**
 * The physical name of a function that the stack's template calls `<prefix>…`; names are CloudFormation's choice.
 *
 * @returns undefined when there is none
 */
export async function findFunction(
  { region }: Target,
  stackName: string,
  logicalIdPrefix: string,
): Promise<string | undefined> {
  const client = new CloudFormationClient({ region });
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    const found = page.StackResourceSummaries?.find(
      ({ ResourceType, LogicalResourceId = '' }) =>
        ResourceType === 'AWS::Lambda::Function' && LogicalResourceId.startsWith(logicalIdPrefix),
    );
    if (found?.PhysicalResourceId !== undefined) return found.PhysicalResourceId;
  }
  return undefined;
}
