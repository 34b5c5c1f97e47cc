import type { StopSignal } from '@klockwork/kernel';
import type { DnsAnswer, DnsQuestion } from '@klockwork/networking';
import type { Datagram, Endpoint } from '@klockwork/userland';
import type { TcpEnd } from './tcp-end.ts';

/** What leads from one pod to others. */
export interface Router {
  /**
   * Connects to an address outside of the pod. Rejects with ConnectionError: `timeout` after the time in which Linux gives up;
   * with StoppedError once `stop` is stopped.
   */
  connect(from: Endpoint, to: Endpoint, stop: StopSignal): Promise<TcpEnd>;
  /** Whether an address answers an echo. Rejects with StoppedError once `stop` is stopped, or not at all. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  /** Sends a datagram, which arrives or not. */
  send(datagram: Datagram): void;
  /** Asks a name server; undefined when there is none at that address: no answer comes. */
  ask(server: string, question: DnsQuestion): DnsAnswer | undefined;
}
