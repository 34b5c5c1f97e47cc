import type { Clock } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { ANY_ADDRESS, type Endpoint, isLoopback, LOOPBACK } from './endpoint.ts';
import { SocketError } from './socket-error.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';
import { type ListenOptions, TcpListener } from './tcp-listener.ts';

/** Ports that clients get, one after the other. Models `net.ipv4.ip_local_port_range`. */
const EPHEMERAL = { first: 32_768, last: 60_999 } as const;

/** The sockets of one pod: its containers share its address, so a port is taken once. */
export class SandboxNetwork {
  readonly address: string;
  readonly #clock: Clock;
  readonly #listeners: TcpListener[] = [];
  #nextPort: number = EPHEMERAL.first;

  constructor(clock: Clock, address: string) {
    this.#clock = clock;
    this.address = address;
  }

  /** Opens a listening socket at an address of the pod, or at any of them. Throws SocketError. */
  listen({ address, port }: Endpoint, options: ListenOptions = {}): TcpListener {
    if (address !== this.address && !isLoopback(address)) throw new SocketError('EADDRNOTAVAIL');
    const local = { address, port: port === 0 ? this.ephemeralPort() : port };
    if (this.#listeners.some((other) => overlaps(other.local, local))) throw new SocketError('EADDRINUSE');
    const listener = new TcpListener(local, options, () => this.#listeners.splice(this.#listeners.indexOf(listener), 1));
    this.#listeners.push(listener);
    return listener;
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
}

function overlaps(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && (a.address === b.address || a.address === ANY_ADDRESS || b.address === ANY_ADDRESS);
}
