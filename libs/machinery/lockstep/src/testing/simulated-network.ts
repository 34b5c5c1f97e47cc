import type { Body, ControlAnswer, ControlChannel, OnControl, Subject, Subscription } from '@klockwork/bus';
import type { ManualHost, Random } from '@klockwork/kernel';
import type { SimulatedProcess } from './simulated-process.ts';

/** Message in flight. */
export interface Packet {
  readonly from: Connection;
  readonly subject: Subject;
  readonly body: Body;
  /** True for data, which is never lost; clock messages may be. */
  readonly data: boolean;
  /** Receives the reply of a request. */
  readonly inbox?: (body: Body) => void;
}

/** Behaviour of a simulated network. */
export interface NetworkOptions {
  readonly host: ManualHost;
  readonly random: Random;
  /** A single server preserves cause and effect; several preserve order per publisher only. */
  readonly servers: number;
  /** Maximum delay between a process and its server, and between two servers, in ms of host time. */
  readonly delayMsMax: number;
  readonly routeMsMax: number;
  /** Share of lost clock messages, 0 to 1. */
  readonly loss: number;
  /** Called for each departing message; false drops it. */
  readonly tap?: (packet: Packet) => boolean;
}

/** Connection in byte order: messages arrive in the order of sending, each after its own delay. */
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
 * Servers that route each message into one queue per connection, as NATS does. Each pair of servers has a link, so an effect may overtake
 * its cause across servers.
 */
export class SimulatedNetwork {
  readonly options: NetworkOptions;
  /** True while the servers are down: all messages are lost. */
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

  /** Returns data in flight to live processes. */
  dataInFlight(): { readonly packet: Packet; readonly to: SimulatedProcess }[] {
    return [...this.#inFlight].map(({ packet, to }) => ({ packet, to: to.process }));
  }

  /** Removes a connection after the server read all its data and its end. */
  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** Sends a message. Returns false without subscribers, as known to the first server. */
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

  /** Carries a message from the server of `from` to the connection `to`. */
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

/** Connection of one process: data and clock messages in one order. */
export class Connection implements ControlChannel {
  readonly routed: boolean;
  readonly process: SimulatedProcess;
  readonly server: number;
  readonly up: Link;
  readonly down: Link;
  readonly #network: SimulatedNetwork;
  readonly #listeners = new Map<Subject, OnControl>();
  /** Total of sent data messages. */
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

  /** Sends data, without loss. */
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

  /** Closes the connection of a dead process: the server notices after reading all sent data. */
  close(): void {
    this.up.carry(() => this.#network.forget(this));
  }
}
