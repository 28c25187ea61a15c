import * as z from 'zod';
import { InvalidInputError } from '../platform/errors.ts';
import { apiHandler, param, problem, type Routes, route } from '../platform/handlers/api-handler.ts';
import { saveProduct } from '../platform/products/save-product.ts';
import { markRetried, readQuarantine } from '../platform/quarantine/quarantine.ts';
import { readUnit } from './import-unit.ts';
import { readRowMessage, refusalText } from './quarantine-row.ts';
import { refusedRowAnswer, rowRefusedAnswer, rowSentAnswer } from './row-answers.ts';
import { readMapping } from './saved-mapping.ts';

const bodySchema = z.strictObject({
  /** Corrected cells by line and column; the others stay as the file has them, an empty one is taken away. */
  rows: z
    .array(z.strictObject({ line: z.int(), cells: z.record(z.string(), z.string().max(5000)) }))
    .min(1)
    .max(100),
});

export const routes: Routes = {
  'GET /api/{store}/quarantine/{id}/row': route({
    summary: 'A refused row of a file of products, cell by cell',
    answers: { 200: refusedRowAnswer },
    roles: ['operator', 'admin'],
    run: async (platform, request) => {
      const record = await readQuarantine(platform, request.store, param(request, 'id'));
      const { source, field, rows } = readRowMessage(record);
      const named = field === undefined ? {} : { field };
      return { status: 200, body: { id: record.id, source, ...named, says: record.says, rows } };
    },
  }),
  'POST /api/{store}/quarantine/{id}/row': route({
    summary: 'Sends a refused row again with corrected cells, read as its file was',
    answers: { 200: rowSentAnswer, 422: rowRefusedAnswer },
    roles: ['operator', 'admin'],
    body: bodySchema,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const record = await readQuarantine(platform, store, param(request, 'id'));
      const { source, rows, uploadedAt } = readRowMessage(record);
      const saved = await readMapping(platform, store, source);
      if (saved === undefined) throw mappingGone(source);
      const mended = rows.map(({ line, cells }) => {
        const changes = body.rows.filter((row) => row.line === line).map((row) => row.cells);
        return { line, cells: Object.assign({}, cells, ...changes) as Record<string, string> };
      });
      const read = readUnit({ rows: mended }, saved.mapping);
      if ('refused' in read) {
        const { code, field, line } = read.refused;
        return problem(
          422,
          code,
          refusalText(read.refused),
          field === undefined ? { line } : { field, line },
        );
      }
      const { outcome } = await saveProduct(platform, {
        store,
        facts: read.facts,
        source: { kind: 'file', name: source, updatedAt: uploadedAt },
        // The same row sent twice is one change.
        writtenBy: `quarantine/${record.id}/${record.attempt}`,
        actor: { kind: 'person', id: member.sub },
      });
      await markRetried(platform, record, { kind: 'person', id: member.sub });
      return { status: 200, body: { sku: read.facts.sku, outcome } };
    },
  }),
};

export const handler = apiHandler(routes);

function mappingGone(source: string): InvalidInputError {
  return new InvalidInputError('MappingUnknown', {
    en: `What the columns of ${source} mean is not known any more. Mend the row in the file and upload it again.`,
    zh: `“${source}”的列对应关系已不存在。请在文件中修正后重新上传。`,
  });
}
