import { expect, it } from 'vitest';
import { ConfigurationError, InvalidInputError } from '../../functions/platform/errors.ts';
import { runMachine, type ScriptedFunction, silence } from '../conformance/run-machine.ts';

const happy: Readonly<Record<string, ScriptedFunction>> = {
  ReadTable: () => ({ format: 'csv', rows: 250, needsReview: false, reviewSeconds: 3600 }),
  AskColumns: () => ({}),
  CutChunks: () => ({ chunks: 3, products: 250, rows: 250 }),
  ImportChunk: () => ({ done: 100 }),
  RecordRun: () => ({}),
};
const asking = { ReadTable: () => ({ format: 'csv', rows: 1, needsReview: true, reviewSeconds: 3600 }) };
const says = { en: 'Because of the test.', zh: '测试原因。' };

const run = (
  functions: Readonly<Record<string, ScriptedFunction>> = {},
  tokenAnswer?: unknown,
  mode = 'live',
) =>
  runMachine('catalog-import', {
    functions: { ...happy, ...functions },
    input: { store: 'shop', run: 'r1', attempt: 1, mode, input: { source: 'catalog' } },
    tokenAnswer,
  });

it('reads, cuts and imports one chunk after the other', async () => {
  const { status, states, calls } = await run();
  expect(status).toBe('SUCCEEDED');
  const chunk = 'MoreChunks ImportChunk';
  expect(states.join(' ')).toBe(
    `Begin ReadTable NeedsColumns CutChunks ${chunk} ${chunk} ${chunk} MoreChunks Record`,
  );
  expect(calls.flatMap(({ name, payload }) => (name === 'ImportChunk' ? [payload.chunk] : []))).toEqual([
    0, 1, 2,
  ]);
  expect(calls.at(-1)?.payload).toMatchObject({ outcome: 'completed', chunk: 3, cut: { products: 250 } });
});

it('imports by the columns as a person corrected them', async () => {
  const edits = { columns: { Code: { target: 'sku' } } };
  const { calls } = await run(asking, { decision: 'approve', edits, decidedBy: 'ada' });
  expect(calls.find(({ name }) => name === 'CutChunks')?.payload.decision).toMatchObject({ edits });
  expect(calls.at(-1)?.payload.outcome).toBe('completed');
});

it.each([
  ['rejected', { decision: 'reject' }],
  ['expired', { decision: 'expired' }],
  ['expired', silence],
])('imports nothing and ends as %s after %j', async (outcome, answer) => {
  const { status, calls } = await run(asking, answer);
  expect(status).toBe('SUCCEEDED');
  expect(calls.map(({ name }) => name)).toEqual(['ReadTable', 'AskColumns', 'RecordRun']);
  expect(calls.at(-1)?.payload.outcome).toBe(outcome);
});

it('says of a dry run that it was one', async () => {
  const { calls } = await run({}, undefined, 'dry-run');
  expect(calls.find(({ name }) => name === 'ImportChunk')?.payload.mode).toBe('dry-run');
  expect(calls.at(-1)?.payload.outcome).toBe('dry-run');
});

it('records a file that is no table as quarantined, a fault of ours as failed with what was imported', async () => {
  const refused = await run({
    ReadTable: () => {
      throw new InvalidInputError('Empty', says);
    },
  });
  expect([refused.status, refused.calls.at(-1)?.payload.outcome]).toEqual(['SUCCEEDED', 'quarantined']);
  const failed = await run({
    ImportChunk: (_, call) => {
      if (call === 1) throw new ConfigurationError('Broken', says);
      return {};
    },
  });
  expect([failed.status, failed.states.at(-1)]).toEqual(['FAILED', 'Failed']);
  expect(failed.calls.at(-1)?.payload).toMatchObject({ outcome: 'failed', chunk: 1 });
});
