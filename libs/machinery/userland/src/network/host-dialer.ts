import type { StopSignal } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Way to programs on the machine of the lab. */
export interface HostDialer {
  /**
   * Connects to a loopback address. Rejects with ConnectionError: refused, without a listener. Rejects with StoppedError once `stop` has
   * stopped.
   */
  dial(program: { readonly host: string; readonly port: number }, stop: StopSignal): Promise<Connection>;
}
