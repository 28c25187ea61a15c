import { readFileSync } from 'node:fs';
import type { StackTemplate } from '../../../local/provision/template.ts';
import { startLocalSystem } from '../../../local/system.ts';

// The process that a test kills: the letter office on a data folder, its first line of output says where it is.
const [directory = '', templatesFile = '', projectRoot = ''] = process.argv.slice(2);
const templates = JSON.parse(readFileSync(templatesFile, 'utf8')) as StackTemplate[];
const system = await startLocalSystem({ directory, port: 0, templates, projectRoot });
console.log(JSON.stringify({ url: system.url, outputs: system.provisioned.outputs }));
// A test that is itself killed closes this pipe, and nothing may stay behind.
process.stdin.on('end', () => process.exit(1)).resume();
