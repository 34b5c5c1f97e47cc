import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Endpoint } from '../../network/endpoint.ts';
import type { TcpConnection } from '../../network/network.ts';
import type { Process } from '../../process.ts';
import { DeadlineError, within } from './deadline.ts';

/** Failure of the last attempt to connect. */
export interface ConnectFailure {
  readonly address: string;
  readonly failure: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'deadline';
  /** Message of strerror(3). */
  readonly message: string;
}

/** Connects within a limit; the connection is closed when the process ends. Rejects with ConnectionError, DeadlineError. */
export async function connectWithin(process: Process, to: Endpoint, limitMs: number): Promise<TcpConnection> {
  const connection = await within(process, limitMs, (stop) => process.machine.network.connect(to, stop));
  process.killed.onStop(() => connection.close());
  return connection;
}

/** Connects to the first responsive address; the time limit applies to each. */
export async function connectToAny(
  process: Process,
  addresses: readonly string[],
  port: number,
  limitMs: number,
): Promise<TcpConnection | ConnectFailure> {
  let connectFailure: ConnectFailure = { address: '', failure: 'unreachable', message: 'Network is unreachable' };
  for (const address of addresses) {
    try {
      return await connectWithin(process, { address, port }, limitMs);
    } catch (error) {
      if (error instanceof DeadlineError) connectFailure = { address, failure: 'deadline', message: 'Connection timed out' };
      else if (error instanceof ConnectionError) connectFailure = { address, failure: error.failure, message: error.message };
      else throw error;
    }
  }
  return connectFailure;
}
