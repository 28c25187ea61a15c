import type { AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';

/** Without it a spreadsheet takes UTF-8 for something else. */
const byteOrderMark = '\ufeff';

const columns = [
  'at',
  'actor kind',
  'actor id',
  'actor name',
  'action',
  'subject',
  'reason',
  'model',
  'prompt version',
  'before',
  'after',
  'stream',
  'seq',
  'previous',
  'hash',
] as const;

/**
 * Entries as RFC 4180 has it, for a spreadsheet. Times stay instants of UTC, values JSON, so that the hash can be computed from a row.
 * A cell that a spreadsheet would compute gets an apostrophe in front.
 *
 * @param nameOf a member's name; empty for whoever is none
 */
export function auditCsv(entries: readonly AuditEntryAnswer[], nameOf: (sub: string) => string): string {
  const rows = entries.map((entry) => [
    entry.at,
    entry.actor.kind,
    entry.actor.id,
    entry.actor.kind === 'person' ? nameOf(entry.actor.id) : '',
    entry.action,
    entry.subject,
    entry.reason ?? '',
    entry.model ?? '',
    entry.promptVersion ?? '',
    json(entry.before),
    json(entry.after),
    entry.stream,
    String(entry.seq),
    entry.previous,
    entry.hash,
  ]);
  return byteOrderMark + [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const json = (value: unknown) => (value === undefined ? '' : JSON.stringify(value));

/** A formula begins with one of these, for one spreadsheet or another, also behind spaces. */
const computed = /^\s*[=+\-@\t\r]|^[\t\r\n]/;

function cell(text: string): string {
  const safe = computed.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
