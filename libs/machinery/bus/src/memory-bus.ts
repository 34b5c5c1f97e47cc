import { type Activity, assert, type Clock, type DrivenClock, deepFreeze } from '@klockwork/kernel';
import type { BusError, Envelope, Subscription } from './bus.ts';
import type { BusConnection } from './control-channel.ts';
import { jsonBytes } from './json-bytes.ts';
import { type ControlWire, MemoryControl } from './memory-control.ts';
import { busClosed, PendingReply, type RequestOptions, refusal, replyLost, tooLarge } from './pending-reply.ts';
import { hasWildcard } from './subject-match.ts';
import type { Subject } from './subjects.ts';

/** Maximum message size in bytes, NATS' default. */
export const PAYLOAD_BYTES_MAX = 1024 * 1024;

/** Maximum UTF-8 bytes of one character of a string (UTF-16 unit). */
const UTF8_BYTES_MAX = 3;
/** Maximum length of an envelope's text beside its body. */
const HEAD_LENGTH_MAX = 1024;

/** Clock of a bus member: moves forward to the time of each received message. */
export type BusClock = Clock & Pick<DrivenClock, 'observe'>;

/** Member of a network. */
export interface BusMember {
  readonly name: string;
  readonly clock: BusClock;
  readonly activity: Activity;
}

/** Request from the server's view. */
export interface OpenQuestion {
  answer(reply: Envelope<unknown>): void;
  fail(error: BusError): void;
  /** Reports that no reply will come. */
  lost(): void;
}

/** Subscription from the network's view. */
export interface Route {
  readonly bus: MemoryBus;
  readonly subject: Subject;
  readonly queue: string | undefined;
  /** True for `serve`, false for `subscribe`. */
  readonly serves: boolean;
  readonly take: (message: Envelope<unknown>, question: OpenQuestion | undefined) => void;
}

/** Network functions for a MemoryBus. */
export interface Wire {
  add(route: Route): Subscription;
  publish(sender: MemoryBus, subject: Subject, message: Envelope<unknown>): void;
  request(sender: MemoryBus, subject: Subject, message: Envelope<unknown>, pending: PendingReply): void;
}

/**
 * Bus of one simulated process, created by MemoryBusNetwork. Bodies are always frozen: already frozen ones, the majority (from the log or a
 * cache), cost one check. A receiver that modifies its message then fails in every run, instead of changing memory of other processes.
 */
export class MemoryBus implements BusConnection {
  readonly member: BusMember;
  readonly control: MemoryControl;
  readonly #wire: Wire;
  readonly #pending = new Set<PendingReply>();
  readonly #questions = new Set<OpenQuestion>();
  readonly #onRestored = new Set<() => void>();
  #closed = false;
  #sent = 0;
  #received = 0;

  constructor(member: BusMember, wire: Wire, controlWire: ControlWire) {
    this.member = member;
    this.control = new MemoryControl(member.name, controlWire);
    this.#wire = wire;
  }

  get closed(): boolean {
    return this.#closed;
  }

  publish<Message>(subject: Subject<Message, void>, body: NoInfer<Message>, json?: string): void {
    const message = this.#envelope(subject, body, json);
    if (this.#closed) return;
    this.#sent += 1;
    this.#wire.publish(this, subject, message);
  }

  subscribe<Message>(
    subject: Subject<Message, void>,
    on: (message: Envelope<Message>) => void,
    options: { queue?: string } = {},
  ): Subscription {
    const take = (message: Envelope<unknown>) => on(message as Envelope<Message>);
    return this.#wire.add({ bus: this, subject, queue: options.queue, serves: false, take });
  }

  async request<Question, Answer>(subject: Subject<Question, Answer>, body: NoInfer<Question>, options: RequestOptions): Promise<Answer> {
    const message = this.#envelope(subject, body);
    if (this.#closed) throw busClosed(subject);
    const pending = new PendingReply(this.member.clock, this.member.activity, subject, options);
    this.#pending.add(pending);
    pending.onSettled(() => this.#pending.delete(pending));
    this.#sent += 1;
    this.#wire.request(this, subject, message, pending);
    return pending.promise as Promise<Answer>;
  }

  serve<Question, Answer>(
    subject: Subject<Question, Answer>,
    answer: (message: Envelope<Question>) => Promise<NoInfer<Answer>>,
    options: { queue: string },
  ): Subscription {
    const take = (message: Envelope<unknown>, question: OpenQuestion | undefined) => {
      void this.#answer(question, async () => this.#envelope(subject, await answer(message as Envelope<Question>)));
    };
    return this.#wire.add({ bus: this, subject, queue: options.queue, serves: true, take });
  }

  onRestored(listener: () => void): Subscription {
    this.#onRestored.add(listener);
    return { stop: () => this.#onRestored.delete(listener) };
  }

  activity(): { sent: number; received: number } {
    return { sent: this.#sent, received: this.#received };
  }

  /** The network hands over a message. The hold is the network's. */
  receive(at: number, deliver: () => void): void {
    this.#received += 1;
    this.member.clock.observe(at);
    deliver();
  }

  /** The connection broke and came back: what waited for an answer waits in vain. */
  restored(): void {
    for (const pending of [...this.#pending]) pending.fail(replyLost(pending.subject));
    for (const listener of [...this.#onRestored]) listener();
  }

  /** The process died: nothing more goes out, and what waits for it ends. */
  close(): void {
    this.#closed = true;
    for (const pending of [...this.#pending]) pending.fail(busClosed(pending.subject));
    for (const question of this.#questions) question.lost();
    this.#questions.clear();
    this.control.close();
  }

  async #answer(question: OpenQuestion | undefined, answer: () => Promise<Envelope<unknown>>): Promise<void> {
    if (question !== undefined) this.#questions.add(question);
    const reply = await outcomeOf(answer);
    if (question === undefined || !this.#questions.delete(question)) return;
    this.#sent += 1;
    reply(question);
  }

  #envelope(subject: Subject, body: unknown, json?: string): Envelope<unknown> {
    assert(!hasWildcard(subject), `a message cannot be sent to the wildcard subject ${subject}`);
    const { name, clock } = this.member;
    const envelope = deepFreeze({ at: clock.now(), from: name, body });
    if (json !== undefined && UTF8_BYTES_MAX * (json.length + HEAD_LENGTH_MAX) <= PAYLOAD_BYTES_MAX) return envelope;
    const bytes = jsonBytes(envelope);
    if (bytes > PAYLOAD_BYTES_MAX) throw tooLarge(subject, bytes, PAYLOAD_BYTES_MAX);
    return envelope;
  }
}

// Everything a handler may do wrong becomes an answer: the requester must not wait for a failure that is known.
async function outcomeOf(answer: () => Promise<Envelope<unknown>>): Promise<(question: OpenQuestion) => void> {
  try {
    const envelope = await answer();
    return (question) => question.answer(envelope);
  } catch (error) {
    const failure = refusal(error);
    return (question) => question.fail(failure);
  }
}
