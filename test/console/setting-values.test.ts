import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { troublesOf } from '../../console/src/pages/settings/check-value.ts';
import { nextTimes, readSchedule, writeSchedule } from '../../console/src/pages/settings/schedule.ts';
import { differencesOf } from '../../console/src/pages/settings/value-differences.ts';
import { blankOf, type ValueSchema, withPart } from '../../console/src/pages/settings/value-schema.ts';
import { knownChoices } from '../../console/src/pages/settings/widgets.ts';
import { channelTexts } from '../../console/src/texts/channel-texts.ts';
import { roleTexts } from '../../console/src/texts/role-texts.ts';
import { settingFieldTexts } from '../../console/src/texts/setting-field-texts.ts';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { sceneNames } from '../../functions/image-assets/derive/stills/scene-picture.ts';
import { roleTitles } from '../../functions/platform/members/role.ts';
import { settingCatalogue, settingNames } from '../../functions/platform/settings/setting-catalogue.ts';
import { nextOccurrence, parseScheduleExpression } from '../../local/scheduler/schedule-expression.ts';

const schemas = settingNames.map((name): [string, ValueSchema] => [
  name,
  z.toJSONSchema(settingCatalogue[name].schema as z.ZodType, {
    io: 'input',
    unrepresentable: 'any',
  }) as ValueSchema,
]);

/** Every named part of a value, with `*` for what is data. */
function partsOf(schema: ValueSchema, pattern: string): readonly string[] {
  const shapes = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [
    `${pattern}.${name}`,
    ...partsOf(part, `${pattern}.${name}`),
  ]);
  const inside = [schema.items, schema.additionalProperties].filter((one) => typeof one === 'object');
  const entries = inside.flatMap((one) => partsOf(one, `${pattern}.*`));
  return [...new Set([...shapes.flatMap((shape) => partsOf(shape, pattern)), ...named, ...entries])];
}

describe('the texts of the settings', () => {
  const called = (pattern: string) =>
    settingFieldTexts[pattern] ?? settingFieldTexts[`any.${pattern.split('.').at(-1)}`];

  it.each(schemas)('name every part of %s', (name, schema) => {
    const nameless = partsOf(schema, name).filter((pattern) => called(pattern) === undefined);
    expect(nameless).toEqual([]);
  });

  it('call channels, roles and scenes as the system does', () => {
    expect(Object.entries(channelTexts)).toEqual(CHANNELS.map(({ id, title }) => [id, title]));
    expect(roleTexts).toEqual(roleTitles);
    expect(knownChoices['image-derive.scenes']).toEqual(sceneNames);
  });
});

describe('a value of a setting', () => {
  it.each(schemas)('of %s as delivered has nothing for the form to complain of', (name, schema) => {
    const { default: value } = settingCatalogue[name as keyof typeof settingCatalogue];
    expect(troublesOf(schema, value)).toEqual([]);
  });

  it('begins with what the schema says, for each shape of a list’s items', () => {
    const targets = schemas.find(([name]) => name === 'notification-targets')?.[1];
    const items = targets?.properties?.operator?.items;
    if (typeof items !== 'object') throw new Error('the setting has no targets');
    expect(items.oneOf?.map(blankOf)).toContainEqual({ kind: 'slack', secretName: '' });
  });

  it('is told what is missing and what is out of range, at its place', () => {
    const schema = schemas.find(([name]) => name === 'image-thresholds')?.[1] ?? {};
    expect(troublesOf(schema, {})).toMatchObject([{ path: 'reviewBelowConfidence' }]);
    expect(troublesOf(schema, { reviewBelowConfidence: 1.2 })[0]?.says.en).toBe('At most 1.');
  });

  it('is changed part by part, and differs just there', () => {
    const before = { working: { days: [1, 2], from: '09:00' }, workflows: {} };
    const after = withPart(withPart(before, ['working', 'from'], '08:00'), ['workflows', 'a'], {
      when: 'never',
    });
    expect(before.working.from).toBe('09:00');
    expect(Object.keys(after as object)).toEqual(['working', 'workflows']);
    expect(differencesOf(before, after)).toEqual([
      { path: ['working', 'from'], before: '09:00', after: '08:00' },
      { path: ['workflows', 'a'], before: undefined, after: { when: 'never' } },
    ]);
    expect(differencesOf(after, withPart(after, ['workflows', 'a'], undefined))).toHaveLength(1);
  });
});

/** As the scheduler of this machine counts. */
function scheduled(cron: string, timeZone: string, fromMs: number, count: number): readonly string[] {
  const expression = parseScheduleExpression(cron);
  const found: string[] = [];
  for (let after = fromMs; found.length < count; ) {
    const next = nextOccurrence(expression, after, { timeZone, anchor: fromMs });
    if (next === undefined) break;
    found.push(new Date(next).toISOString());
    after = next;
  }
  return found;
}

describe('a schedule', () => {
  it.each([
    ['cron(0 9 * * ? *)', { kind: 'daily', time: '09:00' }],
    ['cron(30 17 ? * MON-FRI *)', { kind: 'workdays', time: '17:30' }],
    ['cron(5 8 ? * 2 *)', { kind: 'weekly', time: '08:05', day: 2 }],
    ['cron(0 0 15 * ? *)', { kind: 'monthly', time: '00:00', day: 15 }],
    ['cron(0/15 9 * * ? *)', { kind: 'custom' }],
    ['cron(0 9 L * ? *)', { kind: 'custom' }],
    ['every morning', { kind: 'custom' }],
  ])('%s is read in plain words', (cron, read) => {
    expect(readSchedule(cron)).toEqual(read);
  });

  it.each(['cron(0 9 * * ? *)', 'cron(30 17 ? * MON-FRI *)', 'cron(5 8 ? * SUN *)', 'cron(0 0 15 * ? *)'])(
    '%s is written as it was read',
    (cron) => {
      const read = readSchedule(cron);
      if (read.kind === 'custom') throw new Error('it should have plain words');
      expect(writeSchedule(read)).toBe(cron);
    },
  );

  // Spring in New York leaves 02:30 out, autumn has 01:30 twice; Kathmandu is 5:45 off.
  it.each([
    ['cron(30 2 * * ? *)', 'America/New_York', '2026-03-07T00:00:00Z'],
    ['cron(30 1 * * ? *)', 'America/New_York', '2026-10-31T00:00:00Z'],
    ['cron(0 9 ? * MON-FRI *)', 'Asia/Shanghai', '2026-11-20T12:00:00Z'],
    ['cron(0 9 L * ? *)', 'Asia/Kathmandu', '2026-01-30T12:00:00Z'],
    ['cron(0/20 23 ? * 6L *)', 'Pacific/Kiritimati', '2026-02-01T00:00:00Z'],
  ])('%s in %s comes next when the scheduler says', (cron, zone, from) => {
    const now = Date.parse(from);
    expect(nextTimes(cron, zone, now, 4)).toEqual(scheduled(cron, zone, now, 4));
  });

  it('that cannot be read has no next times', () => {
    expect(nextTimes('cron(0 9 * * * *)', 'UTC', 0, 3)).toBeUndefined();
    expect(nextTimes('soon', 'UTC', 0, 3)).toBeUndefined();
  });
});
