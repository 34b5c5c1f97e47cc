import type { Connection } from '@klockwork/pod-lifecycle';
import type { ReadAhead } from './read-ahead.ts';

/** Returns a connection whose first bytes were read for a peek. */
export function peekedConnection(connection: Connection, source: ReadAhead): Connection {
  return {
    read: () => source.read(),
    write: (bytes) => connection.write(bytes),
    end: () => connection.end(),
    close: () => connection.close(),
    reset: () => connection.reset(),
  };
}
