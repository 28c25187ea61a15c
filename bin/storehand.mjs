#!/usr/bin/env node
// The operator's command line, on the repository's own Node 24. Like the launcher that it uses, this file itself must run
// on Node 20: no TypeScript, no dependency.
process.argv.splice(2, 0, 'bin/cli.ts');
await import('./with-node24.mjs');
