import { type Clock, StoppedError, type StopSignal } from '@klockwork/kernel';
import type { DnsAnswer, DnsQuestion } from '@klockwork/networking';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import {
  ANY_ADDRESS,
  type Datagram,
  type Endpoint,
  isLoopback,
  type ListenOptions,
  LOOPBACK,
  type Network,
  SocketError,
} from '@klockwork/userland';
import type { Router } from './router.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';
import { TcpListener } from './tcp-listener.ts';
import { UdpSocket } from './udp-socket.ts';

/** Ephemeral port range. Models `net.ipv4.ip_local_port_range`. */
const EPHEMERAL = { first: 32_768, last: 60_999 } as const;

/** Dependencies of {@link SandboxNetwork}. */
export interface SandboxNetworkParts {
  readonly clock: Clock;
  readonly address: string;
  /** Pod, in the form used for timers: `pods/default/web`. */
  readonly object: string;
  readonly router: Router;
  /** Endpoint behind a port of the node, for the node's own network; undefined for ports of its own sockets. */
  onward?(to: Endpoint, protocol: 'TCP' | 'UDP'): Endpoint | undefined;
}

/** Sockets of one pod: its containers share one address and one set of ports. */
export class SandboxNetwork implements Network {
  readonly address: string;
  readonly object: string;
  readonly #clock: Clock;
  readonly #router: Router;
  readonly #listeners: TcpListener[] = [];
  readonly #datagramSockets: UdpSocket[] = [];
  readonly #onward: SandboxNetworkParts['onward'];
  #nextPort: number = EPHEMERAL.first;

  constructor({ clock, address, object, router, onward }: SandboxNetworkParts) {
    this.#onward = onward;
    this.#clock = clock;
    this.address = address;
    this.object = object;
    this.#router = router;
  }

  /** Opens a listening socket at one or all pod addresses; port 0 picks a free port. Throws SocketError. */
  listen({ address, port }: Endpoint, options: ListenOptions = {}): TcpListener {
    const local = this.#free({ address, port }, this.#listeners);
    const listener = new TcpListener(local, options, () => remove(this.#listeners, listener));
    this.#listeners.push(listener);
    return listener;
  }

  /**
   * Connects to an endpoint; the connection closes when `owner`, its process, stops. Rejects with ConnectionError, or StoppedError once the
   * owner stopped.
   */
  async connect(to: Endpoint, owner: StopSignal): Promise<TcpEnd> {
    const onward = this.#isOwn(to.address) ? this.#onward?.(to, 'TCP') : to;
    const from = { address: isLoopback(to.address) && onward === undefined ? LOOPBACK : this.address, port: this.ephemeralPort() };
    const end = onward === undefined ? this.connected(from, to) : (await this.#router.connect(from, onward, owner)).towards(to);
    owner.onStop(() => end.close());
    if (owner.stopped) throw new StoppedError();
    return end;
  }

  /** Accepts a connection from `from` on behalf of a local server; returns the client's end. Throws ConnectionError for a closed port. */
  connected(from: Endpoint, to: Endpoint): TcpEnd {
    const address = isLoopback(to.address) ? LOOPBACK : to.address;
    const listener = this.#listeners.find(({ local }) => overlaps(local, { address, port: to.port }));
    if (listener === undefined || !listener.takes(this.#clock.now())) throw new ConnectionError('refused');
    const { client, server } = connectedEnds(from, { address, port: to.port });
    listener.add(server);
    return client;
  }

  /** Opens a UDP socket; port 0 is any free one. Throws SocketError. */
  bind({ address, port }: Endpoint): UdpSocket {
    const socket = new UdpSocket(this.#free({ address, port }, this.#datagramSockets), () => remove(this.#datagramSockets, socket));
    this.#datagramSockets.push(socket);
    return socket;
  }

  /** Sends a datagram from a pod port; delivery is not guaranteed. */
  send(port: number, to: Endpoint, bytes: string): void {
    const onward = this.#isOwn(to.address) ? this.#onward?.(to, 'UDP') : to;
    if (onward !== undefined) this.#router.send({ from: { address: this.address, port }, to: onward, bytes });
    else this.deliver({ from: { address: isLoopback(to.address) ? LOOPBACK : this.address, port }, to, bytes });
  }

  /** Delivers a datagram; lost when the port is closed. */
  deliver(datagram: Datagram): void {
    const address = isLoopback(datagram.to.address) ? LOOPBACK : datagram.to.address;
    this.#datagramSockets.find(({ local }) => overlaps(local, { address, port: datagram.to.port }))?.add(datagram);
  }

  /** Returns whether an address replies to ICMP echo. */
  async answers(address: string, stop: StopSignal): Promise<boolean> {
    return this.#isOwn(address) || this.#router.answers(address, stop);
  }

  /** Queries a name server; undefined when that address does not reply. */
  ask(server: string, question: DnsQuestion): DnsAnswer | undefined {
    return this.#router.ask(server, question, this.address);
  }

  #isOwn(address: string): boolean {
    return isLoopback(address) || address === this.address;
  }

  /** Next ephemeral port. */
  ephemeralPort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === EPHEMERAL.last ? EPHEMERAL.first : port + 1;
    return port;
  }

  /** Listening sockets, oldest first. */
  get listeners(): readonly TcpListener[] {
    return this.#listeners;
  }

  /** UDP sockets, oldest first. */
  get datagramSockets(): readonly UdpSocket[] {
    return this.#datagramSockets;
  }

  /** Checks and completes a local endpoint. Throws SocketError when taken. */
  #free({ address, port }: Endpoint, taken: readonly { readonly local: Endpoint }[]): Endpoint {
    if (address !== this.address && !isLoopback(address)) throw new SocketError('EADDRNOTAVAIL');
    const local = { address, port: port === 0 ? this.ephemeralPort() : port };
    if (taken.some((other) => overlaps(other.local, local))) throw new SocketError('EADDRINUSE');
    return local;
  }
}

function overlaps(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && (a.address === b.address || a.address === ANY_ADDRESS || b.address === ANY_ADDRESS);
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
