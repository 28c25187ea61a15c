import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRoutes } from './openapi/all-routes.ts';
import { openApiDocument } from './openapi/openapi-document.ts';
import { projectRoot } from './openapi/project-root.ts';

/** `npm run openapi`: writes `docs/openapi.json` anew; a test holds the committed file to the routes. */
const routes = Object.assign({}, ...(await allRoutes()).map((one) => one.routes));
const file = join(projectRoot, 'docs/openapi.json');
writeFileSync(file, `${JSON.stringify(openApiDocument(routes), null, 2)}\n`);
process.stdout.write(`${Object.keys(routes).length} routes in docs/openapi.json\n`);
