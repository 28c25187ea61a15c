import { LocalApi } from './one-machine/local-api.ts';
import { openShops } from './one-machine/open-shops.ts';
import { readOptions } from './one-machine/options.ts';
import { putPhotosIn } from './one-machine/photos.ts';
import { showProgress } from './one-machine/progress.ts';
import { startSystem, whyNotStarted } from './one-machine/start-system.ts';
import { summaryTable, whatWaits } from './one-machine/summary.ts';
import { sayIn } from './one-machine/texts.ts';

/** `npm start`: the deployment's own stacks on this machine. */
const options = readOptions(process.argv.slice(2), process.env);
const say = sayIn(options.language);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

const startedAt = performance.now();
console.log(say('starting'));
const system = await startSystem(options).catch((error: unknown) => {
  const why = whyNotStarted(error, say);
  if (why === undefined) throw error;
  console.error(why);
  process.exit(1);
});
try {
  const shop = await openShops(system, options);
  const api = new LocalApi(system, shop);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${say('ready')} (${seconds} s)`);
  console.log(`  ${say('mode')}: ${say('modeRules')}`);
  console.log(`  ${say('shop')}: ${shop.store}${shop.isSample ? `  [${say('sampleLabel')}]` : ''}`);
  console.log(`  ${say('endpoint')}: ${system.url}`);
  console.log(`  ${say('data')}: ${options.data}`);
  console.log(
    `  ${say('files')}: aws --endpoint-url ${system.url} s3 ls --recursive s3://${shop.mediaBucket}/${shop.store}/`,
  );
  if (!options.exit) console.log(`  ${say('stayUp')}`);
  const uploads = putPhotosIn(system, shop, options, say);
  const runs = await showProgress(system, api, options, stopping.signal, uploads);
  console.log(`\n${summaryTable(runs, options.language)}\n`);
  console.log(await whatWaits(api, options.language));
  if (!options.exit) console.log(say('stopping'));
} finally {
  await system.stop();
}
