/** Run by a test as a process that can be killed: starts an instance, prints its pid, and leaves it busy as told. */
import { setTimeout as delay } from 'node:timers/promises';
import { openLocalFunctions } from './local-functions.ts';

const [directory = '', what = ''] = process.argv.slice(2);
const local = openLocalFunctions({ directory });
await local.make(
  'AWS::Lambda::Function',
  'Behaviours',
  { FunctionName: 'behaviours', Handler: 'index.handler', Timeout: 60 },
  'behaviours',
);
const first = await local.functions.invoke('behaviours', '{"do":"process"}');
const event = { do: what, milliseconds: 60_000 };
if (what !== 'idle') void local.functions.invoke('behaviours', JSON.stringify(event));
// Long enough that the busy loop has begun: the point is that it never reads a message again.
await delay(300);
console.log(JSON.parse(first.payload).pid);
await delay(60_000);
