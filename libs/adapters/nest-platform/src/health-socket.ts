import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** What a healthy service answers; anything else is the reason why it is not. */
export const HEALTHY = 'ok';

/**
 * Answers whoever connects to the Unix socket `path` with one line, what `check` says at that moment, and hangs up.
 * It listens from the time a service is ready: for supervisors, such as a container engine, that have no channel to the process.
 * Resolves when it listens; rejects with the system's error when `path` cannot be made.
 */
export function serveHealth(path: string, check: () => string): Promise<Server> {
  // A process that was killed leaves its socket behind.
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    // Whoever asked may have gone without waiting.
    socket.on('error', () => socket.destroy());
    socket.end(`${check()}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}
