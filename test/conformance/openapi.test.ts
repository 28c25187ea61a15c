import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../bin/openapi/all-routes.ts';
import { openApiDocument } from '../../bin/openapi/openapi-document.ts';
import { projectRoot } from './asl.ts';

const functions = await allRoutes();
const routes = Object.assign({}, ...functions.map((one) => one.routes));

describe('the OpenAPI document', () => {
  it('is the one that the routes make; `npm run openapi` writes it anew', () => {
    const committed: unknown = JSON.parse(readFileSync(join(projectRoot, 'docs/openapi.json'), 'utf8'));
    expect(committed).toEqual(openApiDocument(routes));
  });

  it('gives every operation an id of its own and says what it answers when it is done', () => {
    const { paths } = openApiDocument(routes) as {
      paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map((one) => one.operationId)).size).toBe(Object.keys(routes).length);
    const silent = operations.filter(
      ({ responses }) => !Object.keys(responses).some((status) => status < '300'),
    );
    expect(silent.map((one) => one.operationId)).toEqual([]);
  });

  it.each(functions.map((one) => [one.name, one] as const))(
    'has of %s exactly the routes that its manifest promises',
    (_, one) => {
      expect(Object.keys(one.routes).sort()).toEqual([...one.promised].sort());
    },
  );

  it('names in docs/api.md every route that there is', () => {
    const page = readFileSync(join(projectRoot, 'docs/api.md'), 'utf8');
    const paths = Object.keys(routes).filter((key) => !page.includes(key.replace(/^\w+ /, '')));
    expect(paths).toEqual([]);
  });
});
