import { StoppedError, type StopSignal } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import type { HostAddress } from '@klockwork/resources';
import type { Endpoint, HostDialer } from '@klockwork/userland';
import type { CrashLog } from '../crash-log.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';

/** Dependencies of {@link HostPrograms}. */
export interface HostProgramsParts {
  readonly dialer: HostDialer;
  readonly crashes: CrashLog;
}

/** Connections of pods to programs on the machine of the lab. */
export class HostPrograms {
  readonly #parts: HostProgramsParts;

  constructor(parts: HostProgramsParts) {
    this.#parts = parts;
  }

  /** Connects pod `object`. Rejects with ConnectionError, and with StoppedError once `stop` has stopped. */
  async connect(
    ends: { readonly from: Endpoint; readonly to: Endpoint },
    program: HostAddress,
    { object, stop }: PodCall,
  ): Promise<TcpEnd> {
    const connection = await this.#parts.dialer.dial(program, stop);
    const { client, server } = connectedEnds(ends.from, ends.to);
    for (const copied of [copyBytes(server, connection), copyBytes(connection, server)])
      copied.catch((error: unknown) => this.#parts.crashes.report({ object }, error));
    return client;
  }
}

/** Connecting pod, and the end of its wait. */
interface PodCall {
  readonly object: string;
  readonly stop: StopSignal;
}

/** Copies one direction until its end. A broken side breaks the other. */
async function copyBytes(from: Connection, to: Connection): Promise<void> {
  try {
    for (let bytes = await from.read(); bytes !== undefined; bytes = await from.read()) await to.write(bytes);
    to.end();
  } catch (error) {
    from.reset();
    to.reset();
    if (!(error instanceof ConnectionError) && !(error instanceof StoppedError)) throw error;
  }
}
