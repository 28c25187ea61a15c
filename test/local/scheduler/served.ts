import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalService } from '../../../local/service.ts';

/** Serves a local service by itself on a free loopback port. */
export async function serve(
  service: LocalService,
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => void service.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What an SDK client needs to reach a local service. */
export const clientSettings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
