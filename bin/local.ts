import { buildConsoleIfStale } from './build-console.ts';
import { openConsole, signInLink } from './one-machine/console.ts';
import { describeMode } from './one-machine/describe-mode.ts';
import { ApiBusyError, LocalApi } from './one-machine/local-api.ts';
import { openShops } from './one-machine/open-shops.ts';
import { readOptions } from './one-machine/options.ts';
import { putPhotosIn } from './one-machine/photos.ts';
import { showProgress } from './one-machine/progress.ts';
import { noteConsole } from './one-machine/shop.ts';
import { startSystem, whyNotStarted } from './one-machine/start-system.ts';
import { summaryTable, whatWaits } from './one-machine/summary.ts';
import { sayIn } from './one-machine/texts.ts';

/** `npm start`: the deployment's own stacks on this machine. */
const options = readOptions(process.argv.slice(2), process.env);
const say = sayIn(options.language);
const patienceAfterStopMilliseconds = 2_000;

const startedAt = performance.now();
console.log(say('starting'));
// Beside the start of everything else; it takes a second or two where it must be built.
const built = buildConsoleIfStale(process.env).then(
  () => undefined,
  (error: unknown) => error,
);
const system = await startSystem(options).catch((error: unknown) => {
  const why = whyNotStarted(error, say);
  if (why === undefined) throw error;
  console.error(why);
  process.exit(1);
});
// Until here Ctrl-C ends the process at once, and its children with it: a start may break off anywhere.
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
try {
  const shop = await openShops(system, options);
  const api = new LocalApi(system, shop, shop.operator);
  const consoleFault = await built;
  if (consoleFault === undefined) {
    await openConsole(system);
    await noteConsole(system, shop);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${say('ready')} (${seconds} s)`);
  console.log(`  ${say('mode')}: ${await describeMode(api, options.language)}`);
  console.log(`  ${say('shop')}: ${shop.store}${shop.isSample ? `  [${say('sampleLabel')}]` : ''}`);
  if (consoleFault === undefined) {
    // Who asked for a summary only gets no key to the shop into a log.
    if (!options.exit) {
      console.log(`  ${say('console')}: ${signInLink(system, shop.userPoolId, shop.operator)}`);
      console.log(`    ${say('consoleHow')}`);
    }
  } else {
    console.log(`  ${say('console')}: ${say('noConsole')}: ${String(consoleFault)}`);
  }
  console.log(`  ${say('endpoint')}: ${system.url}`);
  console.log(`  ${say('data')}: ${options.data}`);
  console.log(`  ${say('files')}: ${say('filesHow')}`);
  if (options.everything && !shop.isNew) console.log(`  ${say('everythingNotNew')}`);
  if (!options.exit) console.log(`  ${say('stayUp')}`);
  const uploads = putPhotosIn(system, shop, options, say, stopping.signal);
  const runs = await showProgress(system, api, options, stopping.signal, uploads);
  await uploads;
  console.log(`\n${summaryTable(runs, options.language)}\n`);
  // Whoever pressed Ctrl-C on a busy machine is told what waits at the next start.
  const patience = stopping.signal.aborted ? AbortSignal.timeout(patienceAfterStopMilliseconds) : undefined;
  const waiting = await whatWaits(api, options.language, patience).catch((error: unknown) => {
    if (!(error instanceof ApiBusyError)) throw error;
  });
  if (waiting !== undefined) console.log(waiting);
  if (!options.exit) console.log(say('stopping'));
} finally {
  await system.stop();
}
