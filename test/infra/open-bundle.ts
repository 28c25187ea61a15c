import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * Opens a bundle as Lambda would, calls its handler with an event that no handler takes, and prints what came of it. Runs
 * in a process of its own: `node open-bundle.ts <index.mjs>`.
 *
 * A package with native files was installed for another CPU than this machine's, perhaps; this machine's stands in.
 */
const standIn = import.meta.resolve('sharp');
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'sharp' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

const [, , file = ''] = process.argv;
const opened = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
const { handler } = opened;
const result: Record<string, unknown> = { exports: Object.keys(opened), type: typeof handler };
if (typeof handler === 'function') {
  try {
    await handler(
      { not: 'an event' },
      { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 1000 },
    );
  } catch (error) {
    const thrown = error as Error;
    Object.assign(result, {
      errorName: thrown.name,
      className: thrown.constructor.name,
      stack: thrown.stack,
    });
  }
}
console.log(`\n${JSON.stringify(result)}`);
process.exit();
