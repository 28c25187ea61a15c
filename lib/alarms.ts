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

/** CloudWatch takes no more in one expression of an alarm. */
const mostMetrics = 10;

/** Each alarm names its entry in docs/runbook.md: what it means, what to look at, what to do. */
export function addAlarms(
  stack: Stack,
  manifest: WorkflowManifest,
  sources: AlarmSources,
  topic: ITopic,
): void {
  for (const spec of manifest.alarms) {
    const period = Duration.minutes(spec.periodMinutes);
    const description = `${manifest.title.en}: ${spec.name}. Owner: ${manifest.owner}; if nobody there answers: ${manifest.escalation}. See docs/runbook.md#${spec.metric}`;
    for (const [index, metric] of metricsOf(spec.metric, sources, period).entries()) {
      const id = index === 0 ? `${spec.name}Alarm` : `${spec.name}Alarm${index + 1}`;
      addAlarm(stack, id, description, metric, spec.threshold, topic);
    }
  }
}

/** The platform's functions: any error of any of them. */
export function addPlatformAlarms(stack: Stack, functions: readonly LambdaFunction[], topic: ITopic): void {
  const description = 'Storehand platform: a function failed. See docs/runbook.md#platform-errors';
  for (const [index, metric] of errorsOf(functions, Duration.minutes(5)).entries()) {
    addAlarm(stack, `PlatformErrorsAlarm${index + 1}`, description, metric, 0, topic);
  }
}

/** Queues of the platform that only hold what nobody could take: one message is one too many. @param queues by the alarm's entry in the runbook */
export function addDeadLetterAlarms(
  stack: Stack,
  queues: Readonly<Record<string, Queue>>,
  topic: ITopic,
): void {
  for (const [entry, queue] of Object.entries(queues)) {
    const id = `${queue.node.id}Alarm`;
    const description = `Storehand platform: ${queue.node.id} is not empty. See docs/runbook.md#${entry}`;
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) });
    addAlarm(stack, id, description, metric, 0, topic);
  }
}

function addAlarm(
  stack: Stack,
  id: string,
  alarmDescription: string,
  metric: IMetric,
  threshold: number,
  topic: ITopic,
): void {
  const alarm = new Alarm(stack, id, {
    alarmDescription,
    metric,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
}

type AlarmKind = WorkflowManifest['alarms'][number]['metric'];

function metricsOf(kind: AlarmKind, sources: AlarmSources, period: Duration): readonly IMetric[] {
  switch (kind) {
    case 'executions-failed':
      return [
        new MathExpression({
          expression: 'failed + timedOut',
          label: 'Executions failed or timed out',
          period,
          usingMetrics: {
            failed: sources.machine.metricFailed({ period }),
            timedOut: sources.machine.metricTimedOut({ period }),
          },
        }),
      ];
    case 'dead-letters':
      return [sources.deadLetters.metricApproximateNumberOfMessagesVisible({ period })];
    case 'oldest-message-age-seconds':
      return [sources.intake.metricApproximateAgeOfOldestMessage({ period })];
    case 'function-errors':
      return errorsOf(sources.functions, period);
  }
}

/** The sum of errors, ten functions an expression. */
function errorsOf(functions: readonly LambdaFunction[], period: Duration): readonly IMetric[] {
  const groups = Array.from({ length: Math.ceil(functions.length / mostMetrics) }, (_, index) =>
    functions.slice(index * mostMetrics, (index + 1) * mostMetrics),
  );
  return groups.map((group) => {
    const usingMetrics = Object.fromEntries(
      group.map((made, index) => [`e${index}`, made.metricErrors({ period })]),
    );
    const expression = Object.keys(usingMetrics).join(' + ');
    return new MathExpression({ expression, label: 'Errors of functions', period, usingMetrics });
  });
}
