import * as z from 'zod';
import {
  type ApiRequest,
  anyRole,
  apiHandler,
  param,
  problem,
  type Routes,
  route,
} from '../handlers/api-handler.ts';
import { describeSetting } from './describe-setting.ts';
import { SettingInvalidError } from './parse-setting.ts';
import { listSettingVersions, readSetting } from './read-setting.ts';
import { saveSetting, undoSetting } from './save-setting.ts';
import { settingNamed, settingNames } from './setting-catalogue.ts';
import {
  changeAskedAnswer,
  meAnswer,
  settingAnswer,
  settingInvalidAnswer,
  settingsAnswer,
  settingVersionsAnswer,
} from './settings-answers.ts';

const reasonSchema = z.string().trim().min(1).max(500).default('changed by hand');
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
      const change = { ...request.body, ...changeOf(request) };
      try {
        return { status: 200, body: { name: change.name, ...(await saveSetting(platform, change)) } };
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
      return { status: 200, body: { name: change.name, ...(await undoSetting(platform, change)) } };
    },
  }),
};

/** Which setting of which store, and who changes it. */
function changeOf(request: ApiRequest<unknown, unknown>) {
  const { store, member } = request;
  const actor = { kind: 'person', id: member.sub, roles: member.roles } as const;
  return { store, name: settingNamed(param(request, 'name')), actor };
}

export const handler = apiHandler(routes);
