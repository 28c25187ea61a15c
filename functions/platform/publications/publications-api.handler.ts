import { builtInMedia } from '../../connectors/store/built-in-media.ts';
import { revertMedia } from '../../connectors/store/publish-media.ts';
import { apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';

export const routes: Routes = {
  'POST /api/{store}/publications/{id}/revert': route({
    roles: ['approver', 'admin'],
    run: async (platform, request) => {
      const actor = { kind: 'person', id: request.member.sub } as const;
      const media = builtInMedia(platform.records);
      const result = await revertMedia(platform, media, request.store, param(request, 'id'), actor);
      if (result.outcome === 'published') return { status: 200, body: result.publication };
      return problem(
        409,
        'MediaChanged',
        {
          en: 'The picture was changed since this publication, so it was left alone. Compare both and decide by hand.',
          zh: '该图片在此次发布之后已被修改，因此未作回退。请比对后手动处理。',
        },
        { theirs: result.theirs },
      );
    },
  }),
};

export const handler = apiHandler(routes);
