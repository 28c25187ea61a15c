import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FunctionLog } from '../../../local/functions/function-log.ts';
import { parseFunctionReference } from '../../../local/functions/function-name.ts';
import { readLines } from '../../../local/functions/line-reader.ts';
import { logMark } from '../../../local/functions/worker-protocol.ts';

test.each([
  ['drain', 'drain', undefined],
  ['drain:live', 'drain', 'live'],
  ['drain:$LATEST', 'drain', '$LATEST'],
  ['111122223333:function:drain', 'drain', undefined],
  ['arn:aws:lambda:eu-central-1:111122223333:function:drain', 'drain', undefined],
  ['arn:aws-cn:lambda:cn-north-1:111122223333:function:drain:7', 'drain', '7'],
])('%s names the function %s with the qualifier %s', (text, name, qualifier) => {
  expect(parseFunctionReference(text)).toEqual({ name, qualifier });
});

test.each(['', 'a b', 'drain:', 'arn:aws:lambda:eu-central-1:111122223333:function:'])(
  '"%s" names no function',
  (text) => {
    expect(() => parseFunctionReference(text)).toThrow(/not the name/);
  },
);

test('lines and marks are the same however the output is cut into pieces', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\n\0]/.test(text));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(line, { maxLength: 4 }), { maxLength: 4 }),
      fc.array(fc.nat(12), { minLength: 1, maxLength: 20 }),
      async (invocations, cuts) => {
        const text = invocations.map(
          (lines, id) => lines.map((said) => `${said}\n`).join('') + logMark(`${id}`),
        );
        const bytes = Buffer.from(text.join(''));
        const stream = new PassThrough();
        const got: string[] = [];
        readLines(
          stream,
          (said) => got.push(`line ${said}`),
          (id) => got.push(`mark ${id}`),
        );
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = 1 + (cuts[turn % cuts.length] ?? 0);
          stream.write(bytes.subarray(at, at + size));
          at += size;
        }
        stream.end();
        await finished(stream);
        const wanted = invocations.flatMap((lines, id) => [
          ...lines.map((said) => `line ${said}`),
          `mark ${id}`,
        ]);
        expect(got).toEqual(wanted);
      },
    ),
    { numRuns: 100 },
  );
});

test('a log starts anew when it is full, and keeps one predecessor', () => {
  const directory = mkdtempSync(join(tmpdir(), 'log-'));
  const log = new FunctionLog(directory, 'chatty');
  for (let number = 0; number < 100; number++) log.write(`${number} ${'x'.repeat(100_000)}`, 0);
  log.write('last', 0);
  log.close();
  expect(readdirSync(directory).sort()).toEqual(['chatty.log', 'chatty.log.1']);
  for (const file of readdirSync(directory)) {
    expect(statSync(join(directory, file)).size).toBeLessThanOrEqual(4 * 1024 * 1024);
  }
  expect(readFileSync(join(directory, 'chatty.log'), 'utf8')).toMatch(/last\n$/);
  rmSync(directory, { recursive: true });
});
