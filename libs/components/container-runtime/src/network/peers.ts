import type { StopSignal } from '@klockwork/kernel';
import type { Datagram, Endpoint } from '@klockwork/userland';
import type { TcpEnd } from './tcp-end.ts';

/** What other nodes reach of this one. */
export interface NetworkPeer {
  /** Throws ConnectionError when nobody listens; undefined when there is no such address. */
  connected(from: Endpoint, to: Endpoint): TcpEnd | undefined;
  deliver(datagram: Datagram): void;
  /** Whose address it is, as timers name pods: `pods/default/web`; undefined when no pod has it. */
  objectAt(address: string): string | undefined;
}

/** The way to other nodes and their pods. */
export interface Peers {
  /** Lets others reach the pods of a range, `10.244.3.0/24`, or the node at one address; the result ends that. */
  serve(place: string, here: NetworkPeer): () => void;
  /** Undefined when nobody answers for the address. Rejects with ConnectionError when it is refused. */
  connect(from: Endpoint, to: Endpoint, stop: StopSignal): Promise<TcpEnd | undefined>;
  /** Whether a pod has the address. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  send(datagram: Datagram): void;
  /** The power is lost: nothing is said any more. */
  shutDown(): void;
}
