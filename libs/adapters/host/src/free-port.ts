import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ranges that Linux, macOS and Windows take the near ends of outgoing connections from. */
const OWN_PORTS = { first: 20_000, end: 32_000 } as const;
const TRIES_MAX = 100;

/**
 * Returns an unused loopback port outside the range of outgoing connections, so that no such connection takes it before a server listens.
 * Throws an Error after 100 used ports.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const port = randomInt(OWN_PORTS.first, OWN_PORTS.end);
    if ((await listenFailure(port)) === undefined) return port;
  }
  throw new Error(`no free port was found from ${OWN_PORTS.first} on: stop what listens there`);
}

/** Returns the error code of listening on a loopback `port`, such as EADDRINUSE; undefined when that works. */
export async function listenFailure(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
