import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { UserError } from '../user-error.ts';

/** Below the ranges that Linux, macOS and Windows take the near ends of outgoing connections from. */
const OWN_PORTS = { first: 20_000, count: 12_000 } as const;
const TRIES_MAX = 100;
const LOOK_MS = 50;

/**
 * Returns an unused loopback port outside the range of outgoing connections. A client of a stopped broker could otherwise receive the
 * broker's port as its own, and connect to itself.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const port = OWN_PORTS.first + Math.floor(Math.random() * OWN_PORTS.count);
    if ((await whyNotFree(port)) === undefined) return port;
  }
  throw new UserError(`no free port was found from ${OWN_PORTS.first} on: stop what listens there`);
}

/** Returns `port` if it is unused, otherwise a free one. */
export async function usualPort(port: number | undefined): Promise<number> {
  return port !== undefined && (await whyNotFree(port)) === undefined ? port : freePort();
}

/** Throws UserError when `port` cannot be listened on; one that is in use may become free within `patienceMs`. */
export async function requireFreePort(port: number, patienceMs = 0): Promise<void> {
  const start = performance.now();
  for (;;) {
    const why = await whyNotFree(port);
    if (why === undefined) return;
    if (why !== 'EADDRINUSE' || performance.now() - start >= patienceMs) throw refusal(port, why);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** The error code of listening on `port`; undefined when that works. */
async function whyNotFree(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await listening(server, port);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function refusal(port: number, code: string): UserError {
  if (code === 'EADDRINUSE') return new UserError(`port ${port} is in use: choose another with --port, or stop what listens there`);
  return new UserError(`cannot listen on port ${port} (${code}): choose another with --port`);
}
