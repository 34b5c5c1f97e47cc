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
  /** Lab time of the first accepted connection. Earlier ones are refused, although the port is bound. */
  readonly opensAt?: LabTime;
  /** Program that `ss` and `netstat` print. */
  readonly program?: string;
}

/** Listening socket. Its backlog queues connections until `accept`. */
export interface ListeningSocket {
  readonly local: Endpoint;
  readonly program: string;
  /** Returns the next connection; one call at a time. Rejects with StoppedError once closed. */
  accept(): Promise<TcpConnection>;
  /** Closes the socket and resets connections that wait. Closing twice is harmless. */
  close(): void;
}

/** UDP datagram with source and destination. */
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

/** Network of a pod. Its containers share one address and one set of ports. */
export interface Network {
  readonly address: string;
  /** Listening sockets, oldest first. */
  readonly listeners: readonly Pick<ListeningSocket, 'local' | 'program'>[];
  /** UDP sockets, oldest first. */
  readonly datagramSockets: readonly Pick<DatagramSocket, 'local'>[];
  /** Opens a listening socket at one or all pod addresses; port 0 picks a free port. Throws SocketError. */
  listen(at: Endpoint, options?: ListenOptions): ListeningSocket;
  /**
   * Connects to an endpoint; the connection closes when `owner`, its process, stops. Rejects with ConnectionError, or StoppedError once the
   * owner stopped.
   */
  connect(to: Endpoint, owner: StopSignal): Promise<TcpConnection>;
  /** Opens a UDP socket; port 0 is any free one. Throws SocketError. */
  bind(at: Endpoint): DatagramSocket;
  /** Sends a datagram from a pod port; delivery is not guaranteed. */
  send(port: number, to: Endpoint, bytes: string): void;
  /** Returns whether an address replies to ICMP echo. */
  answers(address: string, stop: StopSignal): Promise<boolean>;
  /** Queries a name server; undefined when that address does not reply. */
  ask(server: string, question: DnsQuestion): DnsAnswer | undefined;
}
