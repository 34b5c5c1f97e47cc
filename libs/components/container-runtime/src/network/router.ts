import type { StopSignal } from '@klockwork/kernel';
import type { DnsAnswer, DnsQuestion } from '@klockwork/networking';
import type { Datagram, Endpoint } from '@klockwork/userland';
import type { TcpEnd } from './tcp-end.ts';

/** Routes from one pod to other addresses. */
export interface Router {
  /**
   * Connects to an address outside the pod. Rejects with ConnectionError (`timeout` after Linux's connect timeout), or StoppedError once
   * `stop` fires.
   */
  connect(from: Endpoint, to: Endpoint, stop: StopSignal): Promise<TcpEnd>;
  /** Whether an address answers an echo. Rejects with StoppedError once `stop` is stopped, or not at all. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  /** Sends a datagram, which arrives or not. */
  send(datagram: Datagram): void;
  /** Queries a name server from the address `from`; undefined without an answer. */
  ask(server: string, question: DnsQuestion, from: string): DnsAnswer | undefined;
}
