import { type Activity, assert, type Clock, type HostTimer, type Random, type Release, type TimerName } from '@klockwork/kernel';
import type { Envelope, Subscription } from './bus.ts';
import { type BusFaults, chance, copiesOf, noFaults } from './bus-faults.ts';
import type { BusConnection } from './control-channel.ts';
import { type BusMember, MemoryBus, type OpenQuestion, type Route, type Wire } from './memory-bus.ts';
import type { ControlWire, MemoryControl } from './memory-control.ts';
import { noResponders, type PendingReply } from './pending-reply.ts';
import { RouteTable } from './route-table.ts';
import type { Subject } from './subjects.ts';

const TRAVEL: TimerName = { name: 'bus-delay' };

/**
 * Bus of a cluster in one process. Delivers in later microtasks, in order of sending: equal runs have equal orders. Each simulated process
 * has its own connection, which can be partitioned, healed and closed; a seed determines faults.
 */
export class MemoryBusNetwork {
  readonly #clock: Clock;
  readonly #faultDraws: Random;
  readonly #queueDraws: Random;
  readonly #buses = new Map<string, MemoryBus>();
  readonly #routes = new RouteTable();
  readonly #cut = new Set<string>();
  readonly #wire: Wire;
  readonly #controls = new Set<MemoryControl>();
  readonly #controlWire: ControlWire;
  #faults: BusFaults;

  /** `clock` delays messages; `random` draws faults and queue group members; `host` times out clock questions, if there are any. */
  constructor(options: { clock: Clock; random: Random; faults?: Partial<BusFaults>; host?: HostTimer }) {
    this.#clock = options.clock;
    this.#faultDraws = options.random.fork('faults');
    this.#queueDraws = options.random.fork('queues');
    this.#faults = { ...noFaults, ...options.faults };
    const controlDraws = options.random.fork('control');
    this.#controlWire = {
      channels: this.#controls,
      host: options.host,
      loses: (from, to) => this.#cut.has(from) || this.#cut.has(to) || chance(controlDraws, this.#faults.dropControl),
    };
    this.#wire = {
      add: (route) => this.#add(route),
      publish: (sender, subject, message) => this.#publish(sender, subject, message),
      request: (sender, subject, message, pending) => this.#request(sender, subject, message, pending),
    };
  }

  /** Connects the process `name`, which must not be connected yet. */
  connect(member: BusMember): BusConnection {
    assert(!this.#buses.has(member.name), `${member.name} is connected already`);
    const bus = new MemoryBus(member, this.#wire, this.#controlWire);
    this.#buses.set(member.name, bus);
    this.#controls.add(bus.control);
    return bus;
  }

  /** Changes the given faults for later messages. */
  setFaults(faults: Partial<BusFaults>): void {
    this.#faults = { ...this.#faults, ...faults };
  }

  /** Partitions a process: all its traffic is lost without notice. Persists across restarts of the process. */
  partition(name: string): void {
    this.#cut.add(name);
  }

  heal(name: string): void {
    this.#cut.delete(name);
  }

  /** Interrupts and restores the connection of a process, with a notice. */
  reconnect(name: string): void {
    this.#buses.get(name)?.restored();
  }

  /** Disconnects a dead process: its subscriptions vanish, its requests reject with `closed`, and requests to it get `no-responders`. */
  disconnect(name: string): void {
    const bus = this.#buses.get(name);
    if (bus === undefined) return;
    this.#buses.delete(name);
    this.#routes.remove((route) => route.bus === bus);
    this.#controls.delete(bus.control);
    bus.close();
  }

  #add(route: Route): Subscription {
    if (!route.bus.closed) this.#routes.add(route);
    return { stop: () => this.#routes.remove((other) => other === route) };
  }

  #publish(sender: MemoryBus, subject: Subject, message: Envelope<unknown>): void {
    if (this.#isCut(sender)) return;
    for (const route of this.#chosen(subject)) {
      for (const delayMs of copiesOf(this.#faults, this.#faultDraws)) {
        this.#after(delayMs, route.bus.member.activity, () => this.#deliver(route, message, undefined));
      }
    }
  }

  #request(sender: MemoryBus, subject: Subject, message: Envelope<unknown>, pending: PendingReply): void {
    const routes = this.#chosen(subject);
    if (this.#isCut(sender)) pending.stopHolding();
    else if (routes.length === 0) this.#after(0, sender.member.activity, () => pending.fail(noResponders(subject)));
    else this.#ask(sender, routes, message, pending);
  }

  #ask(sender: MemoryBus, routes: readonly Route[], message: Envelope<unknown>, pending: PendingReply): void {
    if (!routes.some((route) => route.serves)) pending.stopHolding();
    for (const route of routes) {
      const question = route.serves ? this.#question(sender, route.bus, pending) : undefined;
      if (chance(this.#faultDraws, this.#faults.dropRequest)) question?.lost();
      else this.#after(0, route.bus.member.activity, () => this.#deliver(route, message, question));
    }
  }

  #question(sender: MemoryBus, server: MemoryBus, pending: PendingReply): OpenQuestion {
    const back = (settle: () => void) => {
      if (this.#isCut(server) || this.#isCut(sender) || chance(this.#faultDraws, this.#faults.dropReply)) pending.stopHolding();
      else this.#after(0, sender.member.activity, settle);
    };
    return {
      answer: (reply) => back(() => sender.receive(reply.at, () => pending.answer(reply.body))),
      fail: (error) => back(() => pending.fail(error)),
      lost: () => pending.stopHolding(),
    };
  }

  #deliver(route: Route, message: Envelope<unknown>, question: OpenQuestion | undefined): void {
    if (!this.#routes.has(route) || this.#isCut(route.bus)) question?.lost();
    else route.bus.receive(message.at, () => route.take(message, question));
  }

  #chosen(subject: Subject): Route[] {
    const { plain, groups } = this.#routes.receivers(subject);
    return [...plain, ...groups.map((members) => this.#oneOf(members))];
  }

  #oneOf(members: readonly Route[]): Route {
    const index = members.length === 1 ? 0 : this.#queueDraws.integer(members.length);
    return members[index] as Route;
  }

  #isCut(bus: MemoryBus): boolean {
    return this.#cut.has(bus.member.name);
  }

  // A message without delay is work in flight, so the receiver is held until delivery. A delayed message is a timer: a hold across it would
  // block the clock.
  #after(delayMs: number, receiver: Activity, deliver: () => void): void {
    if (delayMs > 0) this.#clock.after(delayMs, TRAVEL, () => thenRelease(receiver.hold('bus'), deliver));
    else {
      const release = receiver.hold('bus');
      void Promise.resolve().then(() => thenRelease(release, deliver));
    }
  }
}

function thenRelease(release: Release, act: () => void): void {
  try {
    act();
  } finally {
    release();
  }
}
