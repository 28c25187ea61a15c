import { appendFileSync } from 'node:fs';

/**
 * Loaded into a function's process (`NODE_OPTIONS=--import`): writes the CPU milliseconds of every invocation, all threads,
 * into the file that `STOREHAND_CPU_FILE` names. Time on the clock would measure how busy the machine is.
 */
const { STOREHAND_CPU_FILE: file, AWS_LAMBDA_FUNCTION_NAME: name } = process.env;

if (file !== undefined && process.send !== undefined) {
  let begin = process.cpuUsage();
  process.on('message', () => {
    begin = process.cpuUsage();
  });
  const send = process.send.bind(process);
  process.send = (message: { kind?: string }, ...rest: never[]) => {
    if (message.kind === 'result') {
      const { user, system } = process.cpuUsage(begin);
      appendFileSync(file, `${name} ${(user + system) / 1000}\n`);
    }
    return send(message, ...rest);
  };
}
