import { type Activity, assert, type Clock, type HostTimer, type Random, type Release, type TimerName } from '@klockwork/kernel';
import type { Body, Envelope, Subscription } from './bus.ts';
import { type BusFaults, chance, copiesOf, noFaults } from './bus-faults.ts';
import type { BusConnection } from './control-channel.ts';
import { type BusMember, MemoryBus, type Question, type Route, type Wire } from './memory-bus.ts';
import type { ControlWire, MemoryControl } from './memory-control.ts';
import { noResponders, type PendingReply } from './pending-reply.ts';
import { RouteTable } from './route-table.ts';
import type { Subject } from './subjects.ts';

const TRAVEL: TimerName = { name: 'bus-delay' };

/**
 * The bus of a cluster in one process. Delivers later, in microtasks, in the order sent: the same run gives the same order.
 * Each simulated process has a connection of its own, which can be cut, healed and ended; faults are drawn from the seed.
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

  /**
   * `clock` times delayed messages; `random` draws faults and the members of queue groups; `host` is the patience of what the lab's
   * clock asks, needed only where it does.
   */
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

  /** The bus of the process `name`, which must not be connected yet. */
  connect(member: BusMember): BusConnection {
    assert(!this.#buses.has(member.name), `${member.name} is connected already`);
    const bus = new MemoryBus(member, this.#wire, this.#controlWire);
    this.#buses.set(member.name, bus);
    this.#controls.add(bus.control);
    return bus;
  }

  /** Changes the named faults from now on; the others stay. */
  setFaults(faults: Partial<BusFaults>): void {
    this.#faults = { ...this.#faults, ...faults };
  }

  /** Cuts a process off: all it sends and all sent to it is lost, without either side being told. Outlives the process. */
  partition(name: string): void {
    this.#cut.add(name);
  }

  heal(name: string): void {
    this.#cut.delete(name);
  }

  /** The connection of a process breaks and is back at once: the process is told. */
  reconnect(name: string): void {
    this.#buses.get(name)?.restored();
  }

  /** The process died: its subscriptions vanish, its requests reject with `closed`, requests to it get `no-responders`. */
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

  #publish(sender: MemoryBus, subject: Subject, message: Envelope<Body>): void {
    if (this.#isCut(sender)) return;
    for (const route of this.#chosen(subject)) {
      for (const delayMs of copiesOf(this.#faults, this.#faultDraws)) {
        this.#after(delayMs, route.bus.member.activity, () => this.#deliver(route, message, undefined));
      }
    }
  }

  #request(sender: MemoryBus, subject: Subject, message: Envelope<Body>, pending: PendingReply): void {
    const routes = this.#chosen(subject);
    if (this.#isCut(sender)) pending.stopHolding();
    else if (routes.length === 0) this.#after(0, sender.member.activity, () => pending.fail(noResponders(subject)));
    else this.#ask(sender, routes, message, pending);
  }

  #ask(sender: MemoryBus, routes: readonly Route[], message: Envelope<Body>, pending: PendingReply): void {
    if (!routes.some((route) => route.serves)) pending.stopHolding();
    for (const route of routes) {
      const question = route.serves ? this.#question(sender, route.bus, pending) : undefined;
      if (chance(this.#faultDraws, this.#faults.dropRequest)) question?.lost();
      else this.#after(0, route.bus.member.activity, () => this.#deliver(route, message, question));
    }
  }

  #question(sender: MemoryBus, server: MemoryBus, pending: PendingReply): Question {
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

  #deliver(route: Route, message: Envelope<Body>, question: Question | undefined): void {
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

  // A message that travels without delay is work under way, so the receiver is held until it is taken.
  // One that takes lab time is a timer like any other: a hold across it would keep the clock from ever getting there.
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
