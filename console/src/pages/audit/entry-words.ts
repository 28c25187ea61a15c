import type { AuditAnswer, AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import { href } from '../../shell/location.ts';
import { auditActionTexts, auditSystemTexts, auditTexts as texts } from '../../texts/audit-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { firstChange, settingOf, switchOf } from './setting-entry.ts';

export type People = AuditAnswer['people'];

const actions: ReadonlyMap<string, Says> = new Map(Object.entries(auditActionTexts));

/** What was done, in a word or two; the name of the action where there is none. */
export function actionWords(action: string): string {
  const says = actions.get(action);
  return says === undefined ? action : say(says);
}

const systems: ReadonlyMap<string, Says> = new Map(Object.entries(auditSystemTexts));

/** Who did it: a member by name, a workflow by its title. */
export function actorWords(
  { kind, id }: AuditEntryAnswer['actor'],
  people: People,
  titles: Titles['workflows'],
): string {
  if (kind === 'person') return people.find(({ sub }) => sub === id)?.name ?? say(texts.person(id));
  const says = titles.get(id) ?? systems.get(id);
  return say(says ?? texts[kind](id));
}

/** What it was done to: of a member the name, while there is one, of an upload the file. */
export function subjectWords(subject: string, people: People): string {
  const [, file] = /^upload\/(?:unassigned\/)?(.+)$/.exec(subject) ?? [];
  if (file !== undefined) return file;
  const [, sub] = /^member\/(.+)$/.exec(subject) ?? [];
  return people.find((one) => one.sub === sub)?.name ?? subject;
}

/** Titles by the names in the API. */
export interface Titles {
  readonly settings: ReadonlyMap<string, Says>;
  readonly workflows: ReadonlyMap<string, Says>;
}

const titled = (titles: ReadonlyMap<string, Says>, name: string) => {
  const title = titles.get(name);
  return title === undefined ? name : say(title);
};

/** Longer values are read in the details. */
const mostOfValue = 40;

/** What was done to a setting, in words; undefined where an entry is about something else. */
export function settingWords(
  entry: AuditEntryAnswer,
  titles: Titles,
): { readonly does: string; readonly what: string; readonly change?: string } | undefined {
  const name = settingOf(entry);
  if (name === undefined) return undefined;
  const turned = switchOf(entry);
  if (turned !== undefined) {
    const does = say(turned.isOff ? texts.switchedOff : texts.switchedOn);
    return { does, what: titled(titles.workflows, turned.workflow) };
  }
  const words = { does: actionWords(entry.action), what: titled(titles.settings, name) };
  const first = firstChange(entry);
  if (first === undefined) return words;
  return {
    ...words,
    change: say(texts.changeOf(first.path, valueWords(first.before), valueWords(first.after))),
  };
}

function valueWords(value: unknown): string {
  const text = value === undefined ? say(partsTexts.nothing) : JSON.stringify(value);
  return text.length > mostOfValue ? `${text.slice(0, mostOfValue)}…` : text;
}

/** Where in the console the chain of an entry is about; undefined where there is no page for it. */
export function placeOf({ stream, subject }: AuditEntryAnswer): string | undefined {
  const [kind = '', ...rest] = stream.split('/');
  const id = rest.join('/');
  if (kind === 'run') return href('runs/:id', { id });
  if (kind === 'approval') return href('approvals/:id', { id });
  if (kind === 'setting') return href('settings/:name', { name: id });
  if (kind === 'member') return href('members');
  if (kind === 'quarantine' || subject.startsWith('upload/')) return href('upload');
  const [, sku] = /^product\/([^/]+)/.exec(subject) ?? [];
  return sku === undefined ? undefined : href('products/:sku', { sku });
}
