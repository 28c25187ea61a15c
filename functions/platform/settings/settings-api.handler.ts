import * as z from 'zod';
import {
  type ApiAnswer,
  type ApiRequest,
  anyRole,
  apiHandler,
  param,
  problem,
  type Routes,
  route,
} from '../handlers/api-handler.ts';
import { requireOneOf } from '../members/require-role.ts';
import type { Platform } from '../platform.ts';
import { describeSetting } from './describe-setting.ts';
import { SettingInvalidError } from './parse-setting.ts';
import { askChange, confirmChange, listChanges, refuseChange } from './pending-changes.ts';
import { listSettingVersions, readSetting } from './read-setting.ts';
import { saveSetting, undoSetting } from './save-setting.ts';
import { needsSecondAdmin, settingCatalogue, settingNamed, settingNames } from './setting-catalogue.ts';
import { settingDiff } from './setting-diff.ts';
import {
  changeAnswer,
  changeAskedAnswer,
  changesAnswer,
  meAnswer,
  settingAnswer,
  settingDiffAnswer,
  settingInvalidAnswer,
  settingsAnswer,
  settingVersionsAnswer,
} from './settings-answers.ts';

/** What stands in the record where nobody gave a reason; a change that needs a second admin is not taken without one. */
const byHand = 'changed by hand';
const reasonSchema = z.string().trim().min(1).max(500).optional();
const saveBody = z.strictObject({
  value: z.unknown(),
  /** The version that the person saw. */
  expectedVersion: z.number().int().min(0).optional(),
  reason: reasonSchema,
});
const undoBody = z.strictObject({
  expectedVersion: z.number().int().min(0).optional(),
  reason: reasonSchema,
});
const version = z.coerce.number().int().min(0).max(999_999).optional();
const diffQuery = z.strictObject({ from: version, to: version });
const closeBody = z.strictObject({ comment: z.string().trim().min(1).max(500).optional() });
const versionsQuery = z.object({ cursor: z.string().optional() });

/** Who may change a setting is its own matter: `saveSetting` asks the catalogue. */
export const routes: Routes = {
  'GET /api/{store}/me': route({
    summary: 'Who the caller is in this shop',
    answers: { 200: meAnswer },
    roles: anyRole,
    run: async (platform, { store, member }) => {
      const shop = await readSetting(platform, store, 'shop');
      return { status: 200, body: { store, member, shop: shop.value } };
    },
  }),
  'GET /api/{store}/settings': route({
    summary: 'All settings, with help and the JSON Schema of each value',
    answers: { 200: settingsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => {
      const settings = settingNames.map((name) => describeSetting(platform, store, name));
      return { status: 200, body: { settings: await Promise.all(settings) } };
    },
  }),
  'GET /api/{store}/settings/{name}': route({
    summary: 'The value in force',
    answers: { 200: settingAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const name = settingNamed(param(request, 'name'));
      return { status: 200, body: { name, ...(await readSetting(platform, request.store, name)) } };
    },
  }),
  'PUT /api/{store}/settings/{name}': route({
    summary: 'Saves a new version; where a second admin is needed it asks for one',
    answers: { 200: settingAnswer, 202: changeAskedAnswer, 400: settingInvalidAnswer },
    roles: anyRole,
    body: saveBody,
    run: async (platform, request) => {
      const { value, ...rest } = request.body;
      const change = { ...rest, ...changeOf(request) };
      try {
        if (needsSecondAdmin(change.name)) return await ask(platform, change, { value });
        const saved = await saveSetting(platform, { ...change, reason: change.reason ?? byHand, value });
        return { status: 200, body: { name: change.name, ...saved } };
      } catch (error) {
        if (!(error instanceof SettingInvalidError)) throw error;
        return problem(400, error.code, error.text, { fields: error.fields });
      }
    },
  }),
  'GET /api/{store}/settings/{name}/versions': route({
    summary: 'All saved versions, newest first',
    answers: { 200: settingVersionsAnswer },
    roles: anyRole,
    query: versionsQuery,
    run: async (platform, request) => {
      const name = settingNamed(param(request, 'name'));
      return {
        status: 200,
        body: await listSettingVersions(platform, request.store, name, request.query.cursor),
      };
    },
  }),
  'POST /api/{store}/settings/{name}/undo': route({
    summary: 'Brings back the value before the newest one, as a new version',
    answers: { 200: settingAnswer, 202: changeAskedAnswer },
    roles: anyRole,
    body: undoBody,
    run: async (platform, request) => {
      const change = { ...request.body, ...changeOf(request) };
      if (needsSecondAdmin(change.name)) return await ask(platform, change, 'undo');
      const undone = await undoSetting(platform, { ...change, reason: change.reason ?? byHand });
      return { status: 200, body: { name: change.name, ...undone } };
    },
  }),
  'GET /api/{store}/settings/{name}/diff': route({
    summary: 'What is different between two versions of a setting',
    answers: { 200: settingDiffAnswer },
    roles: anyRole,
    query: diffQuery,
    run: async (platform, request) => {
      const name = settingNamed(param(request, 'name'));
      return { status: 200, body: await settingDiff(platform, request.store, name, request.query) };
    },
  }),
  'GET /api/{store}/changes': route({
    summary: 'Changes that wait for a second admin, and those decided lately',
    answers: { 200: changesAnswer },
    roles: anyRole,
    run: async (platform, { store, member }) => ({
      status: 200,
      body: await listChanges(platform, store, member.sub),
    }),
  }),
  'POST /api/{store}/changes/{id}/confirm': route({
    summary: 'Puts a pending change in force; whoever asked for it may not',
    answers: { 200: changeAnswer },
    roles: ['admin'],
    body: closeBody,
    run: async (platform, request) => ({
      status: 200,
      body: { change: await confirmChange(platform, closingOf(request)) },
    }),
  }),
  'POST /api/{store}/changes/{id}/refuse': route({
    summary: 'Refuses a pending change, or withdraws one’s own',
    answers: { 200: changeAnswer },
    roles: ['admin'],
    body: closeBody,
    run: async (platform, request) => ({
      status: 200,
      body: { change: await refuseChange(platform, closingOf(request)) },
    }),
  }),
};

async function ask(
  platform: Platform,
  change: ReturnType<typeof changeOf> & { reason?: string | undefined },
  wanted: Parameters<typeof askChange>[2],
): Promise<ApiAnswer> {
  const { reason } = change;
  // Somebody who may not change it learns that, not what a change would need.
  requireOneOf(change.actor, settingCatalogue[change.name].mayChange);
  if (reason === undefined) return problem(400, 'ReasonMissing', reasonMissing, { fields: [] });
  return { status: 202, body: await askChange(platform, { ...change, reason }, wanted) };
}

const reasonMissing = {
  en: 'Say why: another admin decides on it by that reason. Nothing was changed.',
  zh: '请说明原因：另一位管理员将据此决定。未作更改。',
};

function closingOf(request: ApiRequest<unknown, { comment?: string | undefined }>) {
  const { store, member, body } = request;
  const actor = { id: member.sub, roles: member.roles };
  return { store, id: param(request, 'id'), actor, comment: body.comment };
}

/** Which setting of which store, and who changes it. */
function changeOf(request: ApiRequest<unknown, unknown>) {
  const { store, member } = request;
  const actor = { kind: 'person', id: member.sub, roles: member.roles } as const;
  return { store, name: settingNamed(param(request, 'name')), actor };
}

export const handler = apiHandler(routes);
