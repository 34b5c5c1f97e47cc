import type { Body, ControlAnswer, ControlChannel, OnControl, Subject, Subscription } from '@klockwork/bus';
import type { ManualHost, Random } from '@klockwork/kernel';
import type { SimulatedProcess } from './simulated-process.ts';

/** A message on its way. */
export interface Packet {
  readonly from: Connection;
  readonly subject: Subject;
  readonly body: Body;
  /** Data is never lost; the clock's messages may be. */
  readonly data: boolean;
  /** Who asked waits for this. */
  readonly inbox?: (body: Body) => void;
}

/** How a simulated network behaves. */
export interface NetworkOptions {
  readonly host: ManualHost;
  readonly random: Random;
  /** One keeps the order of cause and effect; several keep only that of each publisher. */
  readonly servers: number;
  /** The longest a message takes between a process and its server, and between two servers, in ms of host time. */
  readonly delayMsMax: number;
  readonly routeMsMax: number;
  /** The share of the clock's messages that is lost. */
  readonly loss: number;
  /** Sees each message as it leaves; false takes it out. */
  readonly tap?: (packet: Packet) => boolean;
}

/** A connection that keeps the order of its bytes: what was sent first arrives first, each after its own delay. */
class Link {
  readonly #options: NetworkOptions;
  readonly #delayMsMax: number;
  #lastAt = 0;

  constructor(options: NetworkOptions, delayMsMax: number) {
    this.#options = options;
    this.#delayMsMax = delayMsMax;
  }

  carry(arrive: () => void): void {
    const { host, random } = this.#options;
    this.#lastAt = Math.max(this.#lastAt, host.now() + random.next() * this.#delayMsMax);
    host.at(this.#lastAt, arrive);
  }
}

/**
 * Servers that route each message inline into one queue a connection, as NATS does. Between servers there is a link a pair, so over
 * several of them an effect may overtake its cause.
 */
export class SimulatedNetwork {
  readonly options: NetworkOptions;
  /** The servers are away: all that is sent is lost. */
  down = false;
  readonly #connections = new Set<Connection>();
  readonly #routes = new Map<string, Link>();
  readonly #inFlight = new Set<{ readonly packet: Packet; readonly to: Connection }>();
  #connected = 0;

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  connect(process: SimulatedProcess): Connection {
    const connection = new Connection(this, process, this.#connected++ % this.options.servers);
    this.#connections.add(connection);
    return connection;
  }

  /** Data on its way to processes that are there to take it. */
  dataInFlight(): { readonly packet: Packet; readonly to: SimulatedProcess }[] {
    return [...this.#inFlight].map(({ packet, to }) => ({ packet, to: to.process }));
  }

  /** The server has read all that this connection sent, and its end. */
  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** A message has left its sender. False when nobody listens: known to the server that it reaches first. */
  depart(packet: Packet): void {
    if (this.down || this.options.tap?.(packet) === false) return;
    const travelling = [...this.#connections].filter((to) => to.listens(packet.subject)).map((to) => ({ packet, to }));
    if (packet.data) for (const flight of travelling) this.#inFlight.add(flight);
    packet.from.up.carry(() => this.#route(packet, travelling));
  }

  #route(packet: Packet, travelling: readonly { packet: Packet; to: Connection }[]): void {
    const receivers = [...this.#connections].filter((to) => to.listens(packet.subject));
    if (receivers.length === 0 && packet.inbox !== undefined) this.reply(packet.from, packet.from, () => packet.inbox?.(null));
    for (const flight of travelling) if (!receivers.includes(flight.to)) this.#inFlight.delete(flight);
    for (const to of receivers) {
      const flight = travelling.find((other) => other.to === to);
      if (packet.data || this.options.random.next() >= this.options.loss) {
        this.#carry(packet.from, to, () => {
          if (flight !== undefined) this.#inFlight.delete(flight);
          to.take(packet);
        });
      }
    }
  }

  /** From the server of `from` to the connection `to`. */
  #carry(from: Connection, to: Connection, arrive: () => void): void {
    const down = () => to.down.carry(() => to.process.run(arrive));
    if (from.server === to.server) down();
    else this.#between(from.server, to.server).carry(down);
  }

  reply(from: Connection, to: Connection, arrive: () => void): void {
    if (from === to) to.down.carry(() => to.process.run(arrive));
    else if (!this.down && this.options.random.next() >= this.options.loss) from.up.carry(() => this.#carry(from, to, arrive));
  }

  #between(a: number, b: number): Link {
    const key = `${a}-${b}`;
    const link = this.#routes.get(key) ?? new Link(this.options, this.options.routeMsMax);
    this.#routes.set(key, link);
    return link;
  }
}

/** One process's connection: data and the clock's messages in one order. */
export class Connection implements ControlChannel {
  readonly routed: boolean;
  readonly process: SimulatedProcess;
  readonly server: number;
  readonly up: Link;
  readonly down: Link;
  readonly #network: SimulatedNetwork;
  readonly #listeners = new Map<Subject, OnControl>();
  /** How much data this connection has ever sent. */
  sent = 0;

  constructor(network: SimulatedNetwork, process: SimulatedProcess, server: number) {
    this.#network = network;
    this.process = process;
    this.server = server;
    this.routed = network.options.servers > 1;
    this.up = new Link(network.options, network.options.delayMsMax);
    this.down = new Link(network.options, network.options.delayMsMax);
  }

  publish(subject: Subject, body: Body): void {
    this.#network.depart({ from: this, subject, body, data: false });
  }

  /** Sends data, which is never lost. */
  send(subject: Subject, body: Body): void {
    this.sent += 1;
    this.#network.depart({ from: this, subject, body, data: true });
  }

  subscribe(subject: Subject, on: OnControl): Subscription {
    this.#listeners.set(subject, on);
    return { stop: () => void this.#listeners.delete(subject) };
  }

  ask(subject: Subject, body: Body, hostMs: number): Promise<ControlAnswer> {
    return new Promise((resolve) => {
      const cancel = this.process.set(hostMs, () => resolve({ none: 'timeout' }));
      const inbox = (answer: Body) => {
        cancel();
        resolve(answer === null ? { none: 'no-responders' } : { body: answer });
      };
      this.#network.depart({ from: this, subject, body, data: false, inbox });
    });
  }

  listens(subject: Subject): boolean {
    return this.#listeners.has(subject);
  }

  take({ from, subject, body, inbox }: Packet): void {
    this.#listeners.get(subject)?.(body, (answer) => {
      if (inbox !== undefined) this.#network.reply(this, from, () => inbox(answer));
    });
  }

  /** The process died: the server learns of it after it has read all that was sent. */
  close(): void {
    this.up.carry(() => this.#network.forget(this));
  }
}
