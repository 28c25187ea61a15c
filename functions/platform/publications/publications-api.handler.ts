import * as z from 'zod';
import { type ConnectorsOutside, connectorsOutside } from '../../connectors/connectors-outside.ts';
import { connectedPlace } from '../../connectors/dam/connected-dam.ts';
import { s3Removal } from '../../connectors/dam/s3-removal.ts';
import { takeFromDam } from '../../connectors/dam/take-from-dam.ts';
import { connectedMedia } from '../../connectors/store/connected-media.ts';
import { publishedFiles } from '../../connectors/store/media-store.ts';
import type { Publication } from '../../connectors/store/publication.ts';
import { revertMedia } from '../../connectors/store/publish-media.ts';
import { apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';
import type { Platform } from '../platform.ts';
import { revertAnswer, revertConflictAnswer } from './publications-answers.ts';

/** Why, for the audit. */
const bodySchema = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });

/** @param outside how connectors reach what is outside; tests have an outside of their own */
export const routesWith = (outside: ConnectorsOutside): Routes => ({
  'POST /api/{store}/publications/{id}/revert': route({
    summary: 'Reverts a publication: puts back what it replaced',
    answers: { 200: revertAnswer, 409: revertConflictAnswer },
    roles: ['approver', 'admin'],
    body: bodySchema,
    run: async (platform, request) => {
      const { reason } = request.body;
      const actor = { kind: 'person', id: request.member.sub } as const;
      const media = connectedMedia(platform, outside.store);
      const result = await revertMedia(platform, media, request.store, param(request, 'id'), actor, reason);
      if (result.outcome === 'published') {
        const left = await withdraw(platform, outside, result.publication);
        return {
          status: 200,
          body: left === undefined ? result.publication : { ...result.publication, left },
        };
      }
      return problem(
        409,
        'MediaChanged',
        {
          en: 'The picture was changed since this publication, so it was left alone. Compare both and decide by hand.',
          zh: '该图片在此次发布之后已被修改，因此未撤下。请比对后手动处理。',
        },
        { theirs: result.theirs },
      );
    },
  }),
});

/** Takes the reverted files out of the picture library, but for those that stand there again. */
async function withdraw(
  platform: Platform,
  outside: ConnectorsOutside,
  { store, sku, position, entry, replaced }: Publication,
) {
  const standing = new Set(
    replaced === 'nothing' ? [] : publishedFiles(replaced).map(({ sha256 }) => sha256),
  );
  const gone = publishedFiles(entry).filter(({ sha256 }) => !standing.has(sha256));
  return await takeFromDam(
    () => connectedPlace(platform, store, outside.dam, s3Removal),
    gone.map((file) => ({ ...file, sku, position })),
  );
}

export const routes: Routes = routesWith(connectorsOutside());

export const handler = apiHandler(routes);
