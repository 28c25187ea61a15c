import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { WorkflowManifest } from '../functions/platform/manifest.ts';

export interface AlarmSources {
  readonly machine: StateMachine;
  readonly intake: Queue;
  readonly deadLetters: Queue;
  readonly functions: readonly LambdaFunction[];
}

type AlarmKind = WorkflowManifest['alarms'][number]['metric'];

/** Each alarm names its entry in docs/runbook.md: what it means, what to look at, what to do. */
export function addAlarms(
  stack: Stack,
  manifest: WorkflowManifest,
  sources: AlarmSources,
  topic: ITopic,
): void {
  for (const spec of manifest.alarms) {
    const alarm = new Alarm(stack, `${spec.name}Alarm`, {
      alarmDescription: `${manifest.title.en}: ${spec.name}. Owner: ${manifest.owner}. See docs/runbook.md#${spec.metric}`,
      metric: metricOf(spec.metric, sources, Duration.minutes(spec.periodMinutes)),
      threshold: spec.threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}

function metricOf(kind: AlarmKind, sources: AlarmSources, period: Duration): IMetric {
  switch (kind) {
    case 'executions-failed':
      return new MathExpression({
        expression: 'failed + timedOut',
        label: 'Executions failed or timed out',
        period,
        usingMetrics: {
          failed: sources.machine.metricFailed({ period }),
          timedOut: sources.machine.metricTimedOut({ period }),
        },
      });
    case 'dead-letters':
      return sources.deadLetters.metricApproximateNumberOfMessagesVisible({ period });
    case 'oldest-message-age-seconds':
      return sources.intake.metricApproximateAgeOfOldestMessage({ period });
    case 'function-errors':
      return sumOfErrors(sources.functions, period);
  }
}

function sumOfErrors(functions: readonly LambdaFunction[], period: Duration): IMetric {
  const usingMetrics = Object.fromEntries(
    functions.map((made, index) => [`e${index}`, made.metricErrors({ period })]),
  );
  return new MathExpression({
    expression: Object.keys(usingMetrics).join(' + '),
    label: 'Errors of all functions',
    period,
    usingMetrics,
  });
}
