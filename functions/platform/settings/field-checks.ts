import * as z from 'zod';
import { channelIds } from '../../commerce/channels/channel-ids.ts';
import type { Says } from '../../commerce/says.ts';
import { isCronExpression } from './cron-expression.ts';

/** A check of our own, with what was expected in both languages: zod's own texts know no shop. */
export function expecting<T extends z.ZodType>(
  schema: T,
  says: Says,
  holds: (value: z.output<T>) => boolean,
): T {
  return schema.refine(holds, { params: { says }, message: says.en });
}

const kebabPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The slug of a workflow: not checked against the registry, which the platform does not know. */
export const slugField = expecting(
  z.string(),
  {
    en: 'small letters, digits and single hyphens, e.g. wooden-table',
    zh: '小写字母、数字和单个连字符，例如 wooden-table',
  },
  (text) => kebabPattern.test(text),
);

const channels: ReadonlySet<string> = new Set(channelIds);

/** The id of a channel that there is: of another one every photo would fail, much later and far from here. */
export const channelField = z.string().superRefine((id, context) => {
  if (channels.has(id)) return;
  const given = id.slice(0, 60);
  const says = {
    en: `a channel; “${given}” is none. There are: ${channelIds.join(', ')}`,
    zh: `渠道，“${given}”不是渠道。可用的渠道：${channelIds.join('、')}`,
  };
  context.addIssue({ code: 'custom', params: { says }, message: says.en });
});

export const colourField = expecting(
  z.string(),
  { en: 'a colour as #rrggbb, e.g. #f3f0ea', zh: '#rrggbb 格式的颜色，例如 #f3f0ea' },
  (text) => /^#[0-9a-f]{6}$/i.test(text),
);

/** An IANA name: a fixed offset would be wrong for half of the year where the clocks change. */
export const zoneField = expecting(
  z.string(),
  { en: 'an IANA time zone, e.g. Asia/Shanghai', zh: 'IANA 时区名称，例如 Asia/Shanghai' },
  (zone) => /^[A-Za-z]/.test(zone) && isKnownZone(zone),
);

function isKnownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const currencyField = expecting(
  z.string(),
  { en: 'a currency code of ISO 4217, e.g. CNY', zh: 'ISO 4217 货币代码，例如 CNY' },
  (code) => currencies.has(code),
);

/** `HH:MM`; `24:00` is the end of a day. */
export const timeOfDayField = expecting(
  z.string(),
  { en: 'a time of day as HH:MM, e.g. 09:00', zh: '时间，格式为 HH:MM，例如 09:00' },
  (text) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text),
);

export const cronField = expecting(
  z.string(),
  {
    en: 'an AWS cron expression of six fields, e.g. cron(0 9 * * ? *)',
    zh: '由六个字段组成的 AWS cron 表达式，例如 cron(0 9 * * ? *)',
  },
  isCronExpression,
);

/** See `KillSwitch`. */
export const killSwitchField = expecting(
  z.union([z.boolean(), z.string()]),
  {
    en: 'true, false, or the time until which it is off, e.g. 2026-11-23T09:00:00Z',
    zh: 'true、false，或停用的截止时间，例如 2026-11-23T09:00:00Z',
  },
  (entry) => typeof entry === 'boolean' || z.iso.datetime({ offset: true }).safeParse(entry).success,
);

/** What starts by `from` and ends by `to` on the same day. */
export const workingTimeField = expecting(
  z.strictObject({
    /** ISO weekdays: 1 is Monday, 7 Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: timeOfDayField,
    to: timeOfDayField,
    /** Days of the shop's zone on which nobody works. */
    holidays: z.array(z.iso.date()).max(400),
  }),
  { en: 'an end of work after its start', zh: '下班时间晚于上班时间' },
  // A longer day later in the list must not hide a time that is no time: those are told by their own fields.
  ({ from, to }) => from < to,
);
