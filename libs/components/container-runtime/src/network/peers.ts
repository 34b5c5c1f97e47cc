import type { StopSignal } from '@klockwork/kernel';
import type { PolicyPod } from '@klockwork/resources';
import type { Datagram, Endpoint } from '@klockwork/userland';
import type { TcpEnd } from './tcp-end.ts';

/** Addresses of this node for connections from other nodes. */
export interface NetworkPeer {
  /** `pod`: pod at `from`. Throws ConnectionError for a closed port; undefined for an unknown address, and where policies forbid it. */
  connected(from: Endpoint, to: Endpoint, pod: PolicyPod | undefined): TcpEnd | undefined;
  /** `pod`: pod of the sender. */
  deliver(datagram: Datagram, pod: PolicyPod | undefined): void;
  /** Pod of an address in the form used for timers: `pods/default/web`; undefined when free. */
  objectAt(address: string): string | undefined;
}

/** The way to other nodes and their pods. */
export interface Peers {
  /** Serves a pod range, `10.244.3.0/24`, or one node address; returns its end function. */
  serve(place: string, here: NetworkPeer): () => void;
  /** `pod`: pod at `from`. Undefined when no node serves the address. Rejects with ConnectionError when refused. */
  connect(from: Endpoint, to: Endpoint, stop: StopSignal, pod: PolicyPod | undefined): Promise<TcpEnd | undefined>;
  /** Returns whether an address belongs to a pod. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  send(datagram: Datagram, pod: PolicyPod | undefined): void;
  /** Power loss: sends nothing from now on. */
  shutDown(): void;
}
