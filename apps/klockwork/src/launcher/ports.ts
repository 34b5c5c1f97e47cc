import { freePort, listenFailure } from '@klockwork/host';
import { UserError } from '../user-error.ts';

const LOOK_MS = 50;

/** Returns `port` if it is unused, otherwise a free one. */
export async function usualPort(port: number | undefined): Promise<number> {
  return port !== undefined && (await listenFailure(port)) === undefined ? port : freePort();
}

/** Throws UserError when `port` cannot be listened on; one that is in use may become free within `patienceMs`. */
export async function requireFreePort(port: number, patienceMs = 0): Promise<void> {
  const start = performance.now();
  for (;;) {
    const why = await listenFailure(port);
    if (why === undefined) return;
    if (why !== 'EADDRINUSE' || performance.now() - start >= patienceMs) throw refusal(port, why);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function refusal(port: number, code: string): UserError {
  if (code === 'EADDRINUSE') return new UserError(`port ${port} is in use: choose another with --port, or stop what listens there`);
  return new UserError(`cannot listen on port ${port} (${code}): choose another with --port`);
}
