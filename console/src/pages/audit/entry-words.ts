import type { AuditAnswer, AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import { href } from '../../shell/location.ts';
import { auditActionTexts, auditTexts as texts } from '../../texts/audit-texts.ts';
import { type Says, say } from '../../texts/text.ts';

export type People = AuditAnswer['people'];

const actions: ReadonlyMap<string, Says> = new Map(Object.entries(auditActionTexts));

/** What was done, in a word or two; the name of the action where there is none. */
export function actionWords(action: string): string {
  const says = actions.get(action);
  return says === undefined ? action : say(says);
}

export function actorWords({ kind, id }: AuditEntryAnswer['actor'], people: People): string {
  const name = kind === 'person' ? people.find(({ sub }) => sub === id)?.name : undefined;
  return name ?? say(texts[kind](id));
}

/** What it was done to: of a member the name, while there is one. */
export function subjectWords(subject: string, people: People): string {
  const [, sub] = /^member\/(.+)$/.exec(subject) ?? [];
  return people.find((one) => one.sub === sub)?.name ?? subject;
}

/** Where in the console the chain of an entry is about; undefined where there is no page for it. */
export function placeOf({ stream, subject }: AuditEntryAnswer): string | undefined {
  const [kind = '', ...rest] = stream.split('/');
  const id = rest.join('/');
  if (kind === 'run') return href('runs/:id', { id });
  if (kind === 'approval') return href('approvals/:id', { id });
  if (kind === 'setting') return href('settings/:name', { name: id });
  if (kind === 'member') return href('members');
  if (kind === 'quarantine') return href('upload');
  const [, sku] = /^product\/([^/]+)/.exec(subject) ?? [];
  return sku === undefined ? undefined : href('products/:sku', { sku });
}
