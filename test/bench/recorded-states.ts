import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Record<string, unknown>;

/** An execution as AWS recorded it. */
export interface RecordedCase {
  readonly id: string;
  readonly definition: Json;
  readonly input: Json;
  readonly events: readonly RecordedEvent[];
  readonly end: string;
}

export type RecordedEvent = Json & { readonly type: string };

export const CASES_FILE = join(
  process.env.STOREHAND_DATA ?? '../shared/data',
  'states-language/jsonata-cases.json',
);

export function recordedCases(): RecordedCase[] | undefined {
  return existsSync(CASES_FILE) ? JSON.parse(readFileSync(CASES_FILE, 'utf8')) : undefined;
}

/** What this interpreter does not run, by design. */
export const NOT_APPLICABLE: readonly { id: RegExp; reason: string }[] = [
  {
    id: /test_base_cases\[BASE_EXPR\]$/,
    reason:
      'its state Init is JSONPath (Assign "$.input_value"); the local Step Functions runs JSONata states only',
  },
  {
    id: /\[TASK_CATCH_ERROR_VARIABLE_SAMPLING_TO_JSONPATH\]$/,
    reason: 'its states Fallback and Finish are JSONPath (OutputPath "$errorVar"); JSONata states only',
  },
];

interface Filling {
  readonly id: RegExp;
  /** Fields of the state named first in `StartAt`. */
  readonly fields: Json;
}

/**
 * The recording keeps the template of each definition, not what its test put into it. These are the values, read off
 * the recorded history or, where that leaves it open, an expression of the kind that the case's name tells.
 */
const FILLINGS: readonly Filling[] = [
  { id: /regular_expressions\[BASE\]$/, fields: { Output: '{% $contains("hello$world", /^hello\\$/) %}' } },
  { id: /\[BASE_FALSE\]$/, fields: { Output: '{% $contains("hello$world", /^hello\\ /) %}' } },
  { id: /\[BASE_SINGLE_QUOTE\]$/, fields: { Output: "{% $contains('hello$world', /^hello\\$/) %}" } },
  { id: /\[BASE_SINGLE_QUOTE_FALSE\]$/, fields: { Output: "{% $contains('hello$world', /^hello\\ /) %}" } },
  { id: /test_base_map\[ITEMS\]$/, fields: { Items: [1, '{% $number("2") %}', 3] } },
  { id: /test_base_map\[ITEMS_DOUBLE_QUOTES\]$/, fields: { Items: [1, "{% $number('2') %}", 3] } },
  { id: /test_base_map\[MAX_CONCURRENCY\]$/, fields: { MaxConcurrency: '{% $variable := 1 %}' } },
  {
    id: /test_base_map\[TOLERATED_FAILURE_PERCENTAGE\]$/,
    fields: { ToleratedFailurePercentage: '{% $variable := 1 %}' },
  },
  {
    id: /test_base_map\[TOLERATED_FAILURE_COUNT\]$/,
    fields: { ToleratedFailureCount: '{% $variable := 1 %}' },
  },
  { id: /from_input\[ITEMS\]$/, fields: { Items: '{% $states.input.input_value %}' } },
  { id: /from_input\[MAX_CONCURRENCY\]$/, fields: { MaxConcurrency: '{% $states.input.input_value %}' } },
  {
    id: /from_input\[TOLERATED_FAILURE_PERCENTAGE\]$/,
    fields: { ToleratedFailurePercentage: '{% $states.input.input_value %}' },
  },
  {
    id: /from_input\[TOLERATED_FAILURE_COUNT\]$/,
    fields: { ToleratedFailureCount: '{% $states.input.input_value %}' },
  },
  {
    id: /test_merge_with_dynamic_args/,
    fields: { Output: '{% $merge([$states.input.part1, $states.input.part2]) %}' },
  },
  { id: /items_eval_jsonata\[empty\]$/, fields: { Items: '{% [] %}' } },
  { id: /items_eval_jsonata\[singleton\]$/, fields: { Items: '{% [0] %}' } },
  { id: /items_eval_jsonata\[mixed\]$/, fields: { Items: "{% [1, 'two', 3] %}" } },
  {
    id: /test_numbered_mock_responses/,
    fields: {
      Arguments: {
        FunctionName: 'arn:<partition>:lambda:<region>:111111111111:function:lambda_function_name',
        Payload: { status: "{% $status = 'running' ? 'completed' : 'running' %}" },
      },
    },
  },
];

/** Instants that pass; those that fail stand in the recorded cause. */
const TIMESTAMPS: readonly { id: RegExp; value: string }[] = [
  { id: /test_wait_timestamp_jsonata$/, value: '2026-03-02T08:00:05.123456Z' },
  { id: /\[SECONDS\]$/, value: '2016-03-14T01:59:00Z' },
  { id: /\[NANOSECONDS\]$/, value: '2016-03-14T01:59:00.123456789Z' },
];

/** The whole text of the events, to read values off it. */
function textOf({ events }: RecordedCase): string {
  return JSON.stringify(events);
}

/** The machine that was run. */
export function filledDefinition(recorded: RecordedCase): Json {
  const functionName = /"FunctionName":"([^"]+)"/.exec(textOf(recorded))?.[1] ?? '';
  const text = JSON.stringify(recorded.definition).replaceAll(
    '%LAMBDA_FUNCTION_ARN_LITERAL_PLACEHOLDER%',
    functionName,
  );
  const definition = JSON.parse(text) as { StartAt: string; States: Record<string, Json> };
  const first = definition.States[definition.StartAt];
  const filling = FILLINGS.find(({ id }) => id.test(recorded.id))?.fields ?? itemsFromCause(recorded);
  Object.assign(first ?? {}, filling);
  return definition;
}

/** `…expression 'EXPR' specified for the field 'Items'…` tells what the test had put there. */
function itemsFromCause(recorded: RecordedCase): Json {
  if (!recorded.id.includes('items_eval_jsonata_fail')) return {};
  for (const event of recorded.events) {
    const details = event.evaluationFailedEventDetails as { cause: string } | undefined;
    const expression = /The JSONata expression '(.*)' specified for the field 'Items'/.exec(
      details?.cause ?? '',
    )?.[1];
    if (expression !== undefined) return { Items: `{% ${expression} %}` };
  }
  return {};
}

/** The input, with an instant in place of the recording's word for one. */
export function filledInput(recorded: RecordedCase): {
  input: Json;
  placeholder?: readonly [string, string];
} {
  const word = recorded.input.TimestampValue;
  if (typeof word !== 'string') return { input: recorded.input };
  const fromCause = /date-time format string: ([^"\\]+)/.exec(textOf(recorded))?.[1];
  const value = fromCause ?? TIMESTAMPS.find(({ id }) => id.test(recorded.id))?.value ?? word;
  return { input: { TimestampValue: value }, placeholder: [value, word] };
}

export type RecordedAnswer = { readonly payload: string; readonly failed: boolean };

/** What the recorded function answered, call by call. */
export function recordedAnswers({ events }: RecordedCase): RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  for (const event of events) {
    const succeeded = event.taskSucceededEventDetails as { output: { Payload: unknown } } | undefined;
    const failed = event.taskFailedEventDetails as { cause: unknown } | undefined;
    if (succeeded !== undefined) {
      answers.push({ payload: JSON.stringify(succeeded.output.Payload), failed: false });
    }
    if (failed !== undefined) answers.push({ payload: JSON.stringify(failed.cause), failed: true });
  }
  return answers;
}
