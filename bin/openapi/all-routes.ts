import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Routes } from '../../functions/platform/handlers/api-handler.ts';
import { platformFunctions } from '../../functions/platform/platform-functions.ts';
import { workflows } from '../../functions/workflows.ts';
import { projectRoot } from './project-root.ts';

/** A function behind routes, as its manifest has it, and what its handler file exports. */
export interface ApiFunction {
  readonly name: string;
  /** From the project's root. */
  readonly handler: string;
  /** What the manifest promises. */
  readonly promised: readonly string[];
  readonly routes: Routes;
}

/** Every function behind the HTTP API: those of the workflows in the registry, and the platform's own. */
export async function allRoutes(): Promise<readonly ApiFunction[]> {
  const ofWorkflows = workflows.flatMap(({ slug, triggers }) => {
    const api = triggers.flatMap((trigger) => (trigger.kind === 'api' ? [trigger] : []));
    return [...new Set(api.map((trigger) => trigger.function))].map((name) => ({
      name,
      handler: `functions/${slug}/${name}.handler.ts`,
      promised: api.flatMap((trigger) => (trigger.function === name ? [trigger.route] : [])),
    }));
  });
  const ofPlatform = platformFunctions.flatMap(({ name, folder, startedBy }) =>
    startedBy.kind === 'api'
      ? [{ name, handler: `functions/platform/${folder}/${name}.handler.ts`, promised: startedBy.routes }]
      : [],
  );
  return await Promise.all(
    [...ofPlatform, ...ofWorkflows].map(async (one) => {
      const module = (await import(pathToFileURL(join(projectRoot, one.handler)).href)) as { routes: Routes };
      return { ...one, routes: module.routes };
    }),
  );
}
