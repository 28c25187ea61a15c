import { AwsError } from '../protocol/aws-error.ts';
import { jsonFilter } from './json-filter.ts';

export type LogFilter = (message: string) => boolean;

/** A term: an optional `?` or `-`, then a quoted phrase, a regular expression between `%`, or a word. */
const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"]+))/g;

/**
 * Reads a filter pattern of CloudWatch Logs: `{ $.level = "ERROR" }` on JSON messages, or words, of which all without a
 * mark must occur, none with `-`, and at least one of those with `?`.
 *
 * @throws AwsError `InvalidParameterException` for a pattern that is none, or one for fields between spaces (`[…]`)
 */
export function logFilter(pattern: string): LogFilter {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('{')) return jsonFilter(trimmed);
  if (trimmed.startsWith('[')) {
    throw new AwsError(
      'InvalidParameterException',
      'Patterns for space-delimited fields do not exist here; use words or a JSON pattern',
    );
  }
  return termFilter(trimmed);
}

function termFilter(pattern: string): LogFilter {
  const marked: Record<'' | '?' | '-', LogFilter[]> = { '': [], '?': [], '-': [] };
  for (const [, mark = '', quoted, expression, word = ''] of pattern.matchAll(TERM)) {
    marked[mark as '' | '?' | '-'].push(occurs(quoted?.replaceAll(/\\(.)/g, '$1') ?? word, expression));
  }
  return (message) => {
    const holds = (filter: LogFilter) => filter(message);
    return (
      marked[''].every(holds) &&
      !marked['-'].some(holds) &&
      // Beside a word that must occur, one that may is no condition, as in CloudWatch.
      (marked['?'].length === 0 || marked[''].length > 0 || marked['?'].some(holds))
    );
  };
}

function occurs(text: string, expression: string | undefined): LogFilter {
  if (expression === undefined) return (message) => message.includes(text);
  try {
    const compiled = new RegExp(expression, 'u');
    return (message) => compiled.test(message);
  } catch {
    throw new AwsError('InvalidParameterException', `Invalid filter pattern: %${expression}%`);
  }
}
