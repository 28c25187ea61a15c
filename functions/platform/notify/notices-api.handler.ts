import * as z from 'zod';
import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { requireOneOf } from '../members/require-role.ts';
import { listNotices, type NoticeRecord } from './notice-record.ts';
import { noticesAnswer } from './notices-answers.ts';

const noticesQuery = z.strictObject({
  /** UTC, as the records are kept; left out: today. */
  day: z.iso.date().optional(),
  /** `failed`: what a target did not take, for an admin to mend. */
  status: z.enum(['sent', 'failed']).default('sent'),
  cursor: z.string().optional(),
});

export const routes: Routes = {
  /** The caller's own built-in outbox. A page of the day may hold none of theirs and still have a cursor. */
  'GET /api/{store}/notices': route({
    summary: "The caller's own notices of a day; with status=failed what no target took, for admins",
    answers: { 200: noticesAnswer },
    roles: anyRole,
    query: noticesQuery,
    run: async (platform, { store, member, query }) => {
      const { day = platform.clock.now().slice(0, 10), status, cursor } = query;
      if (status === 'failed') requireOneOf(member, ['admin']);
      const page = await listNotices(platform, store, { day, status, cursor });
      const own = new Set([
        `outbox/${member.sub}`,
        // Told to a role that had no members yet.
        ...member.roles.map((role) => `outbox/role/${role}`),
      ]);
      const mayRead = ({ address }: NoticeRecord) => status === 'failed' || own.has(address);
      return { status: 200, body: { ...page, notices: page.notices.filter(mayRead) } };
    },
  }),
};

export const handler = apiHandler(routes);
