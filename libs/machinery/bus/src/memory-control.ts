import { assert, type Cancel, type HostTimer } from '@klockwork/kernel';
import type { Subscription } from './bus.ts';
import type { Body, ControlAnswer, ControlChannel, OnControl } from './control-channel.ts';
import { subjectMatches } from './subject-match.ts';
import type { Subject } from './subjects.ts';

/** State shared by the channels of one network. */
export interface ControlWire {
  /** Every channel that is open, in the order of connecting. */
  readonly channels: ReadonlySet<MemoryControl>;
  /** True if a message between these two processes is lost. */
  loses(from: string, to: string): boolean;
  readonly host: HostTimer | undefined;
}

/**
 * Clock channel of one simulated process. Delivers in microtasks, in order with its network's data messages. Bodies are passed unchanged:
 * they are plain data, which the clock protocol never modifies.
 */
export class MemoryControl implements ControlChannel {
  readonly routed = false;
  readonly #name: string;
  readonly #wire: ControlWire;
  readonly #listeners = new Set<{ readonly pattern: Subject; readonly on: OnControl }>();
  readonly #pending = new Set<() => void>();
  #closed = false;

  constructor(name: string, wire: ControlWire) {
    this.#name = name;
    this.#wire = wire;
  }

  publish(subject: Subject, body: Body): void {
    if (!this.#closed) this.#deliver(subject, body, () => {});
  }

  subscribe(subject: Subject, on: OnControl): Subscription {
    const listener = { pattern: subject, on };
    if (!this.#closed) this.#listeners.add(listener);
    return { stop: () => void this.#listeners.delete(listener) };
  }

  ask(subject: Subject, body: Body, hostMs: number): Promise<ControlAnswer> {
    const { host } = this.#wire;
    assert(host !== undefined, 'a network on which the clock asks needs a host timer');
    return new Promise((resolve) => {
      const settle = (answer: ControlAnswer) => {
        patience();
        this.#pending.delete(giveUp);
        resolve(answer);
      };
      const giveUp = () => settle({ none: 'timeout' });
      const patience: Cancel = host.set(hostMs, giveUp);
      this.#pending.add(giveUp);
      if (this.#closed) giveUp();
      else if (!this.#deliver(subject, body, (answer) => settle({ body: answer }))) later(() => settle({ none: 'no-responders' }));
    });
  }

  /** Closes the channel of a dead process: its questions end, and no message reaches it. */
  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    for (const giveUp of [...this.#pending]) giveUp();
  }

  /** Returns false without subscribers. */
  #deliver(subject: Subject, body: Body, answered: (body: Body) => void): boolean {
    const receivers = [...this.#wire.channels].filter((channel) => channel.#listens(subject));
    for (const receiver of receivers) {
      if (this.#wire.loses(this.#name, receiver.#name)) continue;
      later(() => receiver.#take(subject, body, (reply) => receiver.#answer(this, () => answered(reply))));
    }
    return receivers.length > 0;
  }

  #listens(subject: Subject): boolean {
    return [...this.#listeners].some(({ pattern }) => subjectMatches(pattern, subject));
  }

  #take(subject: Subject, body: Body, reply: (body: Body) => void): void {
    for (const { pattern, on } of [...this.#listeners]) if (subjectMatches(pattern, subject)) on(body, reply);
  }

  #answer(asker: MemoryControl, hand: () => void): void {
    if (!this.#closed && !this.#wire.loses(this.#name, asker.#name)) later(hand);
  }
}

function later(act: () => void): void {
  void Promise.resolve().then(act);
}
