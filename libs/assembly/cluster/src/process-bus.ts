import type { Bus, Envelope, RequestOptions, Subject, Subscription } from '@klockwork/bus';
import type { ProcessLifetime } from './process-lifetime.ts';

/** A process's connection: a process that died hears of no answer, not even that its connection is gone. */
export class ProcessBus implements Bus {
  readonly #bus: Bus;
  readonly #life: ProcessLifetime;

  constructor(bus: Bus, life: ProcessLifetime) {
    this.#bus = bus;
    this.#life = life;
  }

  publish<Message>(subject: Subject<Message, void>, body: NoInfer<Message>, json?: string): void {
    this.#bus.publish(subject, body, json);
  }

  subscribe<Message>(
    subject: Subject<Message, void>,
    on: (message: Envelope<Message>) => void,
    options?: { queue?: string },
  ): Subscription {
    return this.#bus.subscribe(subject, on, options);
  }

  request<Question, Answer>(subject: Subject<Question, Answer>, body: NoInfer<Question>, options: RequestOptions): Promise<Answer> {
    return this.#life.whileAlive(this.#bus.request(subject, body, options));
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
}
