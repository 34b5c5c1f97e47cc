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

/** Ports that clients get, one after the other. Models `net.ipv4.ip_local_port_range`. */
const EPHEMERAL = { first: 32_768, last: 60_999 } as const;

/** What the network of a pod is made of. */
export interface SandboxNetworkParts {
  readonly clock: Clock;
  readonly address: string;
  /** The pod, as timers name it: `pods/default/web`. */
  readonly object: string;
  readonly router: Router;
}

/** The sockets of one pod: its containers share its address, so a port is taken once. */
export class SandboxNetwork implements Network {
  readonly address: string;
  readonly object: string;
  readonly #clock: Clock;
  readonly #router: Router;
  readonly #listeners: TcpListener[] = [];
  readonly #datagramSockets: UdpSocket[] = [];
  #nextPort: number = EPHEMERAL.first;

  constructor({ clock, address, object, router }: SandboxNetworkParts) {
    this.#clock = clock;
    this.address = address;
    this.object = object;
    this.#router = router;
  }

  /** Opens a listening socket at an address of the pod, or at any of them; port 0 is any free one. Throws SocketError. */
  listen({ address, port }: Endpoint, options: ListenOptions = {}): TcpListener {
    const local = this.#free({ address, port }, this.#listeners);
    const listener = new TcpListener(local, options, () => remove(this.#listeners, listener));
    this.#listeners.push(listener);
    return listener;
  }

  /**
   * Connects to an address anywhere. The connection is closed when `owner`, the process that has it, is stopped. Rejects with
   * ConnectionError, and with StoppedError when the owner is stopped first.
   */
  async connect(to: Endpoint, owner: StopSignal): Promise<TcpEnd> {
    const isHere = isLoopback(to.address) || to.address === this.address;
    const from = { address: isLoopback(to.address) ? LOOPBACK : this.address, port: this.ephemeralPort() };
    const end = isHere ? this.connected(from, to) : await this.#router.connect(from, to, owner);
    owner.onStop(() => end.close());
    if (owner.stopped) throw new StoppedError();
    return end;
  }

  /** The end of a new connection from `from`, whose other end a server here accepts. Throws ConnectionError when none listens. */
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

  /** Sends a datagram from a port of the pod, which arrives or not. */
  send(port: number, to: Endpoint, bytes: string): void {
    const isHere = isLoopback(to.address) || to.address === this.address;
    const datagram = { from: { address: isLoopback(to.address) ? LOOPBACK : this.address, port }, to, bytes };
    if (isHere) this.deliver(datagram);
    else this.#router.send(datagram);
  }

  /** A datagram arrives; it is lost when nobody has the port. */
  deliver(datagram: Datagram): void {
    const address = isLoopback(datagram.to.address) ? LOOPBACK : datagram.to.address;
    this.#datagramSockets.find(({ local }) => overlaps(local, { address, port: datagram.to.port }))?.add(datagram);
  }

  /** Whether an address answers an echo. */
  async answers(address: string, stop: StopSignal): Promise<boolean> {
    return isLoopback(address) || address === this.address || this.#router.answers(address, stop);
  }

  /** Asks a name server; undefined when no answer comes from that address. */
  ask(server: string, question: DnsQuestion): DnsAnswer | undefined {
    return this.#router.ask(server, question);
  }

  /** A port for a client. */
  ephemeralPort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === EPHEMERAL.last ? EPHEMERAL.first : port + 1;
    return port;
  }

  /** What listens, in the order it was opened. */
  get listeners(): readonly TcpListener[] {
    return this.#listeners;
  }

  /** The UDP sockets, in the order they were opened. */
  get datagramSockets(): readonly UdpSocket[] {
    return this.#datagramSockets;
  }

  /** Where a socket is to be, if that is free. Throws SocketError. */
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
