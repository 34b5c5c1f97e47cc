import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** Answer of a healthy service; other answers are reasons. */
export const HEALTHY = 'ok';

/**
 * Answers each client of the Unix socket `path` with one line, the result of `check`, and disconnects. Supervisors without a channel to the
 * process use it, such as a container engine. Resolves when listening; rejects with the system's error for an invalid `path`.
 */
export function serveHealth(path: string, check: () => string): Promise<Server> {
  // A process that was killed leaves its socket behind.
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    // Clients may disconnect early.
    socket.on('error', () => socket.destroy());
    socket.end(`${check()}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}
