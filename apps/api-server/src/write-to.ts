import type { Duplex } from 'node:stream';
import { caughtUp } from './caught-up.ts';

/** Writes, and gives a promise while the other side is behind, which resolves when it has caught up or is gone. */
export function writeTo(socket: Duplex, bytes: Buffer): Promise<void> | undefined {
  return socket.write(bytes) ? undefined : caughtUp(socket);
}
