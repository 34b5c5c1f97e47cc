import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { UserError } from '../user-error.ts';

/** A port of the loopback interface that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Throws UserError when `port` cannot be listened on. */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  const opened = new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(port, error.code)));
    server.listen(port, '127.0.0.1', resolve);
  });
  await opened;
  server.close();
  await once(server, 'close');
}

function refusal(port: number, code: string | undefined): UserError {
  if (code === 'EADDRINUSE') return new UserError(`port ${port} is in use: choose another with --port, or stop what listens there`);
  return new UserError(`cannot listen on port ${port} (${code}): choose another with --port`);
}
