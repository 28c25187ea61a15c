import type { Says } from '../../../../functions/commerce/says.ts';
import { formatMoney, formatNumber, formatTime } from '../../parts/format.ts';
import { language } from '../../shell/preferences.ts';
import { channelTexts } from '../../texts/channel-texts.ts';
import { settingFieldTexts } from '../../texts/setting-field-texts.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { readSchedule } from './schedule.ts';
import { entriesOf, isGroup, itemsOf, shapeOf, type ValuePath, type ValueSchema } from './value-schema.ts';
import { foldedParts, widgetOf } from './widgets.ts';

/** What a setting's parts are called and how their values read, in the language that is chosen. */
export interface Naming {
  readonly setting: string;
  readonly schema: ValueSchema;
  /** Of the workflows, by slug: names of parts in many settings. */
  readonly workflows: ReadonlyMap<string, Says>;
  /** IANA, the shop's. */
  readonly zone: string;
}

/** The way to a part with `*` for what is data, as texts and widgets are looked up. */
export function patternOf({ setting, schema }: Naming, path: ValuePath, value?: unknown): string {
  let at: ValueSchema | undefined = schema;
  let inside = value;
  const steps = path.map((step) => {
    const shape: ValueSchema = at === undefined ? {} : shapeWith(at, inside, step);
    const own = shape.properties?.[step];
    at = own ?? entriesOf(shape) ?? itemsOf(shape);
    inside = isGroup(inside) || Array.isArray(inside) ? Reflect.get(inside, step) : undefined;
    return own === undefined ? '*' : step;
  });
  return [setting, ...steps].join('.');
}

/** The shape that has the part, where there are several: a name alone often tells which. */
function shapeWith(schema: ValueSchema, value: unknown, step: string): ValueSchema {
  const shapes = schema.oneOf ?? schema.anyOf ?? [schema];
  const right = shapeOf(schema, value);
  if (right.properties?.[step] !== undefined) return right;
  return shapes.find(({ properties }) => properties?.[step] !== undefined) ?? right;
}

/** @param pattern of {@link patternOf} @param what e.g. `#hint`, `=always` */
export function fieldText(pattern: string, what = ''): string | undefined {
  const last = pattern.split('.').at(-1) ?? '';
  // The help of another part of the same name is none for a part that has a name of its own.
  const isOwn = what.startsWith('#') && settingFieldTexts[pattern] !== undefined;
  const found =
    settingFieldTexts[`${pattern}${what}`] ?? (isOwn ? undefined : settingFieldTexts[`any.${last}${what}`]);
  return found === undefined ? undefined : say(found);
}

/** What a part is called: by the texts, by the workflow that it is about, else by its own name. */
export function partName(naming: Naming, path: ValuePath, value?: unknown): string {
  const step = path.at(-1) ?? '';
  const workflow = naming.workflows.get(step);
  const pattern = patternOf(naming, path, value);
  if (workflow !== undefined && pattern.endsWith('*')) return say(workflow);
  if (/^\d+$/.test(step)) return `${fieldText(pattern) ?? ''} ${Number(step) + 1}`.trim();
  return pattern.endsWith('*') ? step : (fieldText(pattern) ?? plainName(step));
}

/** `mostColourShift` as “Most colour shift”: of a part that has no text yet. */
function plainName(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a choice is called. */
export function optionName(pattern: string, value: string): string {
  if (widgetOf(pattern) === 'channels') return channelName(value);
  return fieldText(pattern, `=${value}`) ?? value;
}

export function channelName(id: string): string {
  const known = Object.hasOwn(channelTexts, id) ? channelTexts[id as keyof typeof channelTexts] : undefined;
  return known === undefined ? id : say(known);
}

/** A value in words: never JSON, and of a secret not even its name. */
export function valueWords(naming: Naming, path: ValuePath, schema: ValueSchema, value: unknown): string {
  const pattern = patternOf(naming, path);
  const widget = widgetOf(pattern);
  if (value === undefined || value === null || value === '') return say(texts.notSet);
  if (widget === 'secret') return say(texts.keptSecret);
  if (typeof value === 'boolean') {
    if (widget === 'held') return say(value ? texts.switchedOff : texts.switchedOn);
    return say(value ? texts.yes : texts.no);
  }
  if (typeof value === 'number') return numberWords(pattern, value);
  if (typeof value === 'string' && widget === 'held') return heldUntil(value, naming.zone);
  if (typeof value === 'string') return textWords(naming, pattern, value);
  if (Array.isArray(value)) return listWords(naming, path, schema, value);
  return groupWords(naming, path, shapeOf(schema, value), value);
}

/** Of a switch that was pulled for a time. @param zone IANA */
export function heldUntil(until: string, zone: string): string {
  return say(texts.heldUntil(formatTime(until, zone, language.value, 'short')));
}

function numberWords(pattern: string, value: number): string {
  const widget = widgetOf(pattern);
  if (widget === 'cents') return formatMoney(value, 'USD', language.value);
  if (widget === 'micro-usd') return formatMoney(value / 10_000, 'USD', language.value);
  const option = fieldText(pattern.replace(/\.\*$/, ''), `=${value}`);
  if (option !== undefined) return option;
  const unit = fieldText(pattern, '#unit');
  const number = formatNumber(value, language.value, 3);
  return unit === undefined ? number : `${number} ${unit}`;
}

function textWords(naming: Naming, pattern: string, value: string): string {
  if (widgetOf(pattern) === 'schedule') return scheduleWords(value);
  // Of an item of a list its list's own choices.
  const choice = pattern.replace(/\.\*$/, '');
  const workflow = naming.workflows.get(value);
  const isAll = value === 'all' && naming.setting === 'pilot';
  if (isAll) return say(texts.everything);
  return workflow !== undefined && choice !== pattern ? say(workflow) : optionName(choice, value);
}

function listWords(naming: Naming, path: ValuePath, schema: ValueSchema, list: readonly unknown[]): string {
  if (list.length === 0) return say(texts.none);
  const items = itemsOf(shapeOf(schema, list)) ?? {};
  const shown = list
    .slice(0, mostItems)
    .map((item, index) => valueWords(naming, [...path, String(index)], items, item));
  if (list.length > mostItems) shown.push(say(texts.andMore(list.length - mostItems)));
  return joined(shown);
}

/** A line that names more than this is not read any more. */
const mostItems = 12;

function groupWords(naming: Naming, path: ValuePath, schema: ValueSchema, value: unknown): string {
  const parts = Object.entries(isGroup(value) ? value : {}).map(([name, part]) => {
    const inside = patternOf(naming, [...path, name], value);
    if (widgetOf(inside) === 'hidden' || foldedParts.has(inside)) return undefined;
    const inner = schema.properties?.[name] ?? entriesOf(schema) ?? {};
    const words = valueWords(naming, [...path, name], inner, part);
    if (name === 'kind') return optionName(inside, String(part));
    if (isGroup(part) && Object.keys(part).length === 0) return undefined;
    return `${partName(naming, [...path, name], value)}${language.value === 'zh' ? '：' : ': '}${words}`;
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return fieldText(patternOf(naming, path), '#empty') ?? say(texts.nothingSet);
  return known.join(language.value === 'zh' ? '；' : '; ');
}

function joined(words: readonly string[]): string {
  return words.join(language.value === 'zh' ? '、' : ', ');
}

/** Within a sentence: “Add colour”. */
export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A schedule as one says it: “Every day at 09:00”. */
export function scheduleWords(cron: string): string {
  const schedule = readSchedule(cron);
  if (schedule.kind === 'custom') return say(texts.ownSchedule);
  if (schedule.kind === 'monthly') return say(texts.monthlyAt(schedule.day, schedule.time));
  if (schedule.kind === 'weekly') return say(texts.weeklyAt(weekdayName(schedule.day), schedule.time));
  return say(schedule.kind === 'daily' ? texts.dailyAt(schedule.time) : texts.workdaysAt(schedule.time));
}

/** @param day 1 is Sunday */
export function weekdayName(day: number): string {
  // 2023-01-01 was a Sunday.
  const date = new Date(Date.UTC(2023, 0, day));
  return new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  }).format(date);
}

/** The part of a schema that a part of a value is described by. */
export function schemaAt(schema: ValueSchema, value: unknown, path: ValuePath): ValueSchema {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const shape = shapeWith(schema, value, step);
  const inner = shape.properties?.[step] ?? entriesOf(shape) ?? itemsOf(shape) ?? {};
  const inside = isGroup(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
  return schemaAt(inner, inside, rest);
}
