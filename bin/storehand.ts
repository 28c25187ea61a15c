import { fileURLToPath } from 'node:url';
import { App, type AppProps, type StackProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { workflows } from '../functions/workflows.ts';
import { acknowledgeFindings } from '../lib/nag-acknowledgements.ts';
import { ApiStack } from '../lib/stacks/api-stack.ts';
import { DataStack } from '../lib/stacks/data-stack.ts';
import { GovernanceStack } from '../lib/stacks/governance-stack.ts';
import { makeStage } from '../lib/stage.ts';
import { WorkflowStack } from '../lib/workflow.ts';

/**
 * Feature flags stand here and not in cdk.json: an app made in process (one machine, tests) does not read that file, and
 * both ways must give the same resources.
 */
const featureFlags = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-lambda:recognizeVersionProps': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // A stack cannot take away what another one still uses. Said aloud, because CDK warns of its own default.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

export interface BuildOptions {
  readonly stage: string;
  /** Policy checks take seconds; a start on one machine goes without, tests and deployments with. */
  readonly checks: boolean;
  readonly app?: AppProps;
  readonly env?: StackProps['env'];
}

/** The whole deployment: data, one stack a workflow, governance, API. */
export function buildApp(options: BuildOptions): App {
  const app = new App({
    analyticsReporting: false,
    ...options.app,
    context: { ...featureFlags, ...options.app?.context },
  });
  const stage = makeStage(options.stage);
  const props: StackProps = options.env === undefined ? {} : { env: options.env };
  const data = new DataStack(app, stage, props);
  const stacks = workflows.map((manifest) => new WorkflowStack(app, stage, manifest, data, props));
  const governance = new GovernanceStack(app, stage, data, props);
  const routes = [governance, ...stacks].flatMap((stack) => [...stack.routes]);
  new ApiStack(app, stage, data, new Map(routes), props);
  acknowledgeFindings(app, stage);
  if (options.checks) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  }
  return app;
}

// Run by the CDK command line; `npx cdk synth -c stage=test`.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Without `autoSynth: false` this App, which only reads the context, would write its own empty assembly over the real one when the process ends.
  const stage: unknown = new App({ autoSynth: false }).node.tryGetContext('stage');
  buildApp({ stage: typeof stage === 'string' ? stage : 'main', checks: true }).synth();
}
