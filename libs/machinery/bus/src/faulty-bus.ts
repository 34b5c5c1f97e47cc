import type { Clock, Random, TimerName } from '@klockwork/kernel';
import { type Bus, BusError, type Envelope, type Subscription } from './bus.ts';
import { type BusFaults, chance, copiesOf, noFaults } from './bus-faults.ts';
import { type RequestOptions, replyLost } from './pending-reply.ts';
import type { Subject } from './subjects.ts';

/** Message or request of one process, for the selection by rules. */
export interface BusMessage {
  readonly direction: 'in' | 'out';
  /** Sending process of a received message. */
  readonly from?: string;
  readonly subject: Subject;
}

/** Rule of a fault for the bus of one process. */
export interface BusRule {
  /** Returns the faults of a message or a request; undefined without any. */
  faultsOf(message: BusMessage): Partial<BusFaults> | undefined;
  readonly random: Random;
  /** Reports an affected message. */
  touched(message: BusMessage): void;
}

/** Fate of one request. */
interface RequestFate {
  readonly delayMs: number;
  readonly replyDelayMs: number;
  readonly isLost: boolean;
  readonly isReplyLost: boolean;
}

const DELAY: TimerName = { name: 'bus-fault-delay' };
const TIMEOUT: TimerName = { name: 'bus-fault-timeout', upkeep: true };

/**
 * Bus of one process with faults. Receivers lose, repeat and delay messages. Requesters decide the fate of a request and of its reply, so
 * no hold spans the wait for a lost one. The clock's channel is another object, and has no faults. See
 * docs/adr/0031-faults-as-objects.md.
 */
export class FaultyBus implements Bus {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #rules = new Set<BusRule>();

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** Adds a rule; returns a function that removes it. */
  add(rule: BusRule): () => void {
    this.#rules.add(rule);
    return () => void this.#rules.delete(rule);
  }

  publish<Message>(subject: Subject<Message, void>, body: NoInfer<Message>, json?: string): void {
    for (const delayMs of this.#copies({ direction: 'out', subject }))
      this.#later(delayMs, () => this.#bus.publish(subject, body, delayMs === 0 ? json : undefined));
  }

  subscribe<Message>(
    subject: Subject<Message, void>,
    on: (message: Envelope<Message>) => void,
    options?: { queue?: string },
  ): Subscription {
    let isStopped = false;
    const deliver = (message: Envelope<Message>) => {
      if (!isStopped) on(message);
    };
    const take = (message: Envelope<Message>) => {
      for (const delayMs of this.#copies({ direction: 'in', from: message.from, subject })) this.#later(delayMs, () => deliver(message));
    };
    const subscription = this.#bus.subscribe(subject, take, options);
    return {
      stop() {
        isStopped = true;
        subscription.stop();
      },
    };
  }

  request<Question, Answer>(subject: Subject<Question, Answer>, body: NoInfer<Question>, options: RequestOptions): Promise<Answer> {
    const fate = this.#fateOf({ direction: 'out', subject: options.toward ?? subject });
    return fate === undefined ? this.#bus.request(subject, body, options) : this.#fulfil(fate, { subject, body, options });
  }

  serve<Question, Answer>(
    subject: Subject<Question, Answer>,
    answer: (message: Envelope<Question>) => Promise<NoInfer<Answer>>,
    options: { queue: string },
  ): Subscription {
    return this.#bus.serve(subject, answer, options);
  }

  onRestored(listener: () => void): Subscription {
    return this.#bus.onRestored(listener);
  }

  activity(): { sent: number; received: number } {
    return this.#bus.activity();
  }

  *#affecting(message: BusMessage): Generator<{ readonly rule: BusRule; readonly faults: BusFaults }> {
    for (const rule of this.#rules) {
      const faults = rule.faultsOf(message);
      if (faults !== undefined) yield { rule, faults: { ...noFaults, ...faults } };
    }
  }

  /** Returns the delays of all copies of a published message that the rules leave. */
  #copies(message: BusMessage): readonly number[] {
    let delays = [0];
    for (const { rule, faults } of this.#affecting(message)) {
      const before = delays;
      delays = before.flatMap((delay) => copiesOf(faults, rule.random).map((more) => delay + more));
      if (delays.length !== before.length || delays.some((delay, index) => delay !== before[index])) rule.touched(message);
    }
    return delays;
  }

  /** Returns undefined for an unaffected request. */
  #fateOf(message: BusMessage): RequestFate | undefined {
    let fate: RequestFate | undefined;
    for (const { rule, faults } of this.#affecting(message)) {
      const isLost = chance(rule.random, faults.dropRequest);
      const isReplyLost = chance(rule.random, faults.dropReply);
      const { delayMs, replyDelayMs } = delaysOf({ ...faults, drop: 0, duplicate: 0 }, rule.random);
      if (!isLost && !isReplyLost && delayMs === 0 && replyDelayMs === 0) continue;
      rule.touched(message);
      fate = {
        delayMs: delayMs + (fate?.delayMs ?? 0),
        replyDelayMs: replyDelayMs + (fate?.replyDelayMs ?? 0),
        isLost: isLost || fate?.isLost === true,
        isReplyLost: isReplyLost || fate?.isReplyLost === true,
      };
    }
    return fate;
  }

  /** A request with a delay beyond its time-out still arrives; one to a server that died does not. */
  #fulfil<Question, Answer>(
    fate: RequestFate,
    { subject, body, options }: { subject: Subject<Question, Answer>; body: NoInfer<Question>; options: RequestOptions },
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let isGone = false;
      const settle = (end: () => void) => {
        cancel();
        forget?.();
        end();
      };
      const noReply = () => reject(new BusError('timeout', `no reply on ${subject} within ${options.timeoutMs} ms`));
      const cancel = this.#clock.after(options.timeoutMs, TIMEOUT, () => settle(noReply));
      const forget = options.until?.onStop(() => {
        isGone = true;
        cancel();
        reject(replyLost(subject));
      });
      const back = (end: () => void) => {
        if (!fate.isReplyLost) this.#later(fate.replyDelayMs, () => settle(end));
      };
      this.#later(fate.delayMs, () => {
        if (fate.isLost || isGone) return;
        this.#bus.request(subject, body, options).then(
          (answer) => back(() => resolve(answer)),
          (error: unknown) => back(() => reject(error)),
        );
      });
    });
  }

  #later(delayMs: number, act: () => void): void {
    if (delayMs === 0) act();
    else this.#clock.after(delayMs, DELAY, act);
  }
}

function delaysOf(faults: BusFaults, random: Random): { readonly delayMs: number; readonly replyDelayMs: number } {
  const [delayMs = 0] = copiesOf(faults, random);
  const [replyDelayMs = 0] = copiesOf(faults, random);
  return { delayMs, replyDelayMs };
}
