import type { App } from 'aws-cdk-lib';
import type { CloudFormationTemplate, StackTemplate } from './template.ts';

export interface SynthesisProps {
  /** Where the cloud assembly is written. */
  readonly outdir: string;
  /** To be handed to `new App` as it is, below the app's own feature flags. */
  readonly context: Readonly<Record<string, unknown>>;
  /**
   * To be handed to `new App` as well. CDK's own check of the templates took 3.0 of 3.4 seconds of synthesis and 300 MB; a
   * deployment's synthesis runs it, and here the providers say what they cannot make.
   */
  readonly builtinCloudFormationValidation: false;
}

/**
 * Functions run from their sources here, so nothing is bundled and no asset is copied: synthesis takes a second
 * instead of one esbuild run for each function.
 */
const LOCAL_CONTEXT: Readonly<Record<string, unknown>> = {
  'aws:cdk:bundling-stacks': [],
  'aws:cdk:disable-asset-staging': true,
};

/**
 * Runs a CDK app in this process and answers its stacks' templates, a stack after those it depends on.
 *
 * The app's own plug-ins (cdk-nag, say) run with it, and what they throw is thrown here. `cdk.json` is not read: that is
 * the command line's doing, so an app must carry its feature flags itself.
 *
 * @param outdir a folder that may be overwritten
 */
export async function synthesise(
  buildApp: (props: SynthesisProps) => App | Promise<App>,
  outdir: string,
): Promise<StackTemplate[]> {
  const app = await buildApp({ outdir, context: LOCAL_CONTEXT, builtinCloudFormationValidation: false });
  // `stacks` is in dependency order: the assembly sorts its artifacts topologically.
  return app.synth().stacks.map((stack) => ({
    stackName: stack.stackName,
    template: stack.template as CloudFormationTemplate,
  }));
}
