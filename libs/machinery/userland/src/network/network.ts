import type { LabTime, StopSignal } from '@klockwork/kernel';
import type { DnsAnswer, DnsQuestion } from '@klockwork/networking';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { Endpoint } from './endpoint.ts';

/** End of a TCP connection. */
export interface TcpConnection extends Connection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Returns the next bytes, at most `bytesMax` (64 KiB by default); undefined at the end. */
  read(bytesMax?: number): Promise<string | undefined>;
}

/** Options of a listening socket. */
export interface ListenOptions {
  /** Lab time of the first connection; earlier ones are refused, and the port is taken. */
  readonly opensAt?: LabTime;
  /** Program that `ss` and `netstat` print. */
  readonly program?: string;
}

/** A listening socket. Connections wait in its backlog until they are accepted. */
export interface ListeningSocket {
  readonly local: Endpoint;
  readonly program: string;
  /** Returns the next connection; one call at a time. Rejects with StoppedError once closed. */
  accept(): Promise<TcpConnection>;
  /** Closes the socket and resets connections that wait. Closing twice is harmless. */
  close(): void;
}

/** A datagram on its way. */
export interface Datagram {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly bytes: string;
}

/** A UDP socket. */
export interface DatagramSocket {
  readonly local: Endpoint;
  /** Returns the next datagram; one call at a time. Rejects with StoppedError once closed. */
  receive(): Promise<Datagram>;
  /** Closes the socket. Closing twice is harmless. */
  close(): void;
}

/** The network of a pod, as its programs use it: its containers share one address, and a port is taken once. */
export interface Network {
  readonly address: string;
  /** Listening sockets, in the order of their opening. */
  readonly listeners: readonly Pick<ListeningSocket, 'local' | 'program'>[];
  /** UDP sockets, in the order of their opening. */
  readonly datagramSockets: readonly Pick<DatagramSocket, 'local'>[];
  /** Opens a listening socket at an address of the pod, or at any of them; port 0 is any free one. Throws SocketError. */
  listen(at: Endpoint, options?: ListenOptions): ListeningSocket;
  /**
   * Connects to an address anywhere. The connection is closed when `owner`, its process, is stopped. Rejects with ConnectionError,
   * and with StoppedError when the owner is stopped first.
   */
  connect(to: Endpoint, owner: StopSignal): Promise<TcpConnection>;
  /** Opens a UDP socket; port 0 is any free one. Throws SocketError. */
  bind(at: Endpoint): DatagramSocket;
  /** Sends a datagram from a port of the pod, which arrives or not. */
  send(port: number, to: Endpoint, bytes: string): void;
  /** Returns whether an address answers an echo. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  /** Asks a name server; undefined when no answer comes from that address. */
  ask(server: string, question: DnsQuestion): DnsAnswer | undefined;
}
