import * as z from 'zod';
import { languageSchema, saysSchema } from '../../commerce/says.ts';
import { problemSchema } from '../handlers/problem-answer.ts';
import { memberSchema } from '../members/member.ts';
import { roleSchema } from '../members/role.ts';

/** `GET /api/{store}/me` */
export const meAnswer = z.strictObject({
  store: z.string(),
  member: memberSchema,
  shop: z.strictObject({
    name: z.string(),
    zone: z.string(),
    currency: z.string(),
    languages: z.array(languageSchema),
    sample: z.boolean(),
  }),
});

const setting = z.strictObject({ name: z.string(), value: z.unknown(), version: z.int().min(0) });

/** `GET /api/{store}/settings`: all of them, with what a page needs to show and check each. */
export const settingsAnswer = z.strictObject({
  settings: z.array(
    setting.extend({
      title: saysSchema,
      /** Help. */
      description: saysSchema,
      mayChange: z.array(roleSchema),
      /** A change waits until a second admin confirms it. */
      needsSecondAdmin: z.boolean(),
      /** JSON Schema 2020-12 of the value as it is saved. */
      schema: z.record(z.string(), z.unknown()),
      default: z.unknown(),
      /** Of the release: what was saved does not fit it any more; the default is shown. */
      trouble: saysSchema.optional(),
    }),
  ),
});

/** `GET /api/{store}/settings/{name}`, and what saving and undoing answer. */
export const settingAnswer = setting;

/** 400 of saving: what is wrong, field by field. */
export const settingInvalidAnswer = problemSchema.extend({
  /** Left out where the request itself was wrong, not the value. */
  fields: z
    .array(
      z.strictObject({
        /** Names and places on the way to the value: `working.from`; empty for the whole of it. */
        path: z.string(),
        says: saysSchema,
      }),
    )
    .optional(),
});

/** Who changed a setting, when and why. */
export const changedBySchema = z.strictObject({
  at: z.iso.datetime(),
  by: z.strictObject({ kind: z.enum(['person', 'machine', 'system']), id: z.string() }),
  /** Left out for somebody who is no member any more. */
  byName: z.string().optional(),
  reason: z.string(),
});
export type ChangedBy = z.output<typeof changedBySchema>;

const version = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  value: z.unknown(),
  at: z.iso.datetime(),
  by: z.strictObject({ kind: z.enum(['person', 'machine', 'system']), id: z.string() }),
  reason: z.string(),
  /** The second admin, where one was needed. */
  confirmedBy: z.string().optional(),
  /** The version whose value an undo brought back; 0 is the default. */
  restores: z.int().min(0).optional(),
});

/** `GET /api/{store}/settings/{name}/versions`: newest first. */
export const settingVersionsAnswer = z.strictObject({
  versions: z.array(version),
  cursor: z.string().optional(),
});

const difference = z.strictObject({
  /** Names and places on the way to the value: `workflows.image-assets.when`. */
  path: z.string(),
  /** Absent where there was, or is, none. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

/** `GET /api/{store}/settings/{name}/diff`: empty where both are the same. */
export const settingDiffAnswer = z.strictObject({
  name: z.string(),
  from: z.int().min(0),
  to: z.int().min(0),
  differences: z.array(difference),
});

/** A change that a second admin has to confirm. */
export const pendingChangeSchema = z.strictObject({
  id: z.string(),
  setting: z.string(),
  status: z.enum(['pending', 'confirmed', 'refused', 'expired', 'withdrawn']),
  value: z.unknown(),
  differences: z.array(difference),
  /** The version that it was asked over; another one by now: it cannot be confirmed any more. */
  basedOnVersion: z.int().min(0),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  closedBy: z.string().optional(),
  closedAt: z.iso.datetime().optional(),
  comment: z.string().optional(),
});

/** 202 of `PUT …/settings/{name}` and `POST …/undo` of a setting that needs a second admin. */
export const changeAskedAnswer = z.strictObject({
  change: pendingChangeSchema,
  /** How many other admins could confirm it. */
  otherAdmins: z.int().min(0),
  says: saysSchema,
});

/** `GET /api/{store}/changes`: what waits, newest first, and what was closed lately. */
export const changesAnswer = z.strictObject({
  changes: z.array(pendingChangeSchema),
  otherAdmins: z.int().min(0),
});

/** `POST /api/{store}/changes/{id}/confirm` and `…/refuse` (the one who asked withdraws by refusing). */
export const changeAnswer = z.strictObject({ change: pendingChangeSchema });
export type MeAnswer = z.output<typeof meAnswer>;
export type SettingsAnswer = z.output<typeof settingsAnswer>;
export type SettingAnswer = z.output<typeof settingAnswer>;
export type SettingInvalidAnswer = z.output<typeof settingInvalidAnswer>;
export type SettingVersionsAnswer = z.output<typeof settingVersionsAnswer>;
export type SettingDiffAnswer = z.output<typeof settingDiffAnswer>;
export type PendingChange = z.output<typeof pendingChangeSchema>;
export type ChangeAskedAnswer = z.output<typeof changeAskedAnswer>;
export type ChangesAnswer = z.output<typeof changesAnswer>;
