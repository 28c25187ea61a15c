import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Time } from '../../parts/values.tsx';
import { useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { nextTimes, readSchedule, type Schedule, type ScheduleKind, writeSchedule } from './schedule.ts';
import { weekdayName } from './setting-words.ts';
import { TimeInput } from './special-fields.tsx';

const kinds = {
  daily: texts.everyDay,
  workdays: texts.workdays,
  weekly: texts.everyWeek,
  monthly: texts.everyMonth,
  custom: texts.custom,
} as const satisfies Record<ScheduleKind, object>;

/** When something is done, chosen in words; the expression is for those who need more. Its next times are shown. */
export function ScheduleField({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, hint, error } = useLabels(path);
  const cron = typeof value === 'string' ? value : '';
  const read = readSchedule(cron);
  const [isTyping, setTyping] = useState(false);
  const isOwn = isTyping || read.kind === 'custom';
  const set = (schedule: Exclude<Schedule, { kind: 'custom' }>) => change(path, writeSchedule(schedule));
  const time = read.kind === 'custom' ? '09:00' : read.time;
  const choose = (kind: ScheduleKind) => {
    setTyping(kind === 'custom');
    if (kind === 'custom') return;
    if (kind === 'weekly') set({ kind, time, day: 2 });
    else if (kind === 'monthly') set({ kind, time, day: 1 });
    else set({ kind, time });
  };
  return (
    <Group label={label} hint={hint}>
      <div class={styles.row}>
        <SelectField
          label={say(texts.scheduleOften)}
          value={isOwn ? 'custom' : read.kind}
          disabled={isReadOnly}
          options={(Object.keys(kinds) as ScheduleKind[]).map((kind) => ({
            value: kind,
            label: say(kinds[kind]),
          }))}
          onChange={choose}
        />
        {!isOwn && (read.kind === 'weekly' || read.kind === 'monthly') && (
          <SelectField
            label={say(texts.scheduleDay)}
            value={String(read.day)}
            disabled={isReadOnly}
            options={daysOf(read.kind)}
            onChange={(day) => set({ ...read, day: Number(day) })}
          />
        )}
        {!isOwn && (
          <TimeInput
            label={say(texts.scheduleTime)}
            disabled={isReadOnly}
            error={error}
            value={time}
            onInput={(chosen) => set({ ...read, time: chosen })}
          />
        )}
      </div>
      {isOwn && (
        <TextField
          label={say(texts.scheduleText)}
          hint={say(texts.scheduleTextHint)}
          error={error}
          disabled={isReadOnly}
          value={cron}
          onInput={(text) => change(path, text)}
        />
      )}
      <NextTimes cron={cron} />
    </Group>
  );
}

function daysOf(kind: 'weekly' | 'monthly') {
  const days = Array.from({ length: kind === 'weekly' ? 7 : 28 }, (_, index) => index + 1);
  // Monday first, as the week of a shop begins.
  const inOrder = kind === 'weekly' ? [...days.slice(1), ...days.slice(0, 1)] : days;
  return inOrder.map((day) => ({
    value: String(day),
    label: kind === 'weekly' ? weekdayName(day) : String(day),
  }));
}

function NextTimes({ cron }: { cron: string }): JSX.Element {
  const { shop } = useShop();
  const times = nextTimes(cron, shop.zone, Date.now(), 3);
  if (times === undefined) return <p class={styles.hint}>{say(texts.scheduleUnread)}</p>;
  if (times.length === 0) return <p class={styles.hint}>{say(texts.noNextTimes)}</p>;
  return (
    <div class={styles.next}>
      <p>{say(texts.nextTimes)}</p>
      <ul>
        {times.map((at) => (
          <li key={at}>
            <Time at={at} style="full" />
          </li>
        ))}
      </ul>
    </div>
  );
}
