import type { Body, Bus, Envelope, RequestOptions, Subject, Subscription } from '@klockwork/bus';
import type { ProcessLifetime } from './process-lifetime.ts';

/** A process's connection: a process that died hears of no answer, not even that its connection is gone. */
export class ProcessBus implements Bus {
  readonly #bus: Bus;
  readonly #life: ProcessLifetime;

  constructor(bus: Bus, life: ProcessLifetime) {
    this.#bus = bus;
    this.#life = life;
  }

  publish(subject: Subject, body: Body, json?: string): void {
    this.#bus.publish(subject, body, json);
  }

  subscribe(subject: Subject, on: (message: Envelope<Body>) => void, options?: { queue?: string }): Subscription {
    return this.#bus.subscribe(subject, on, options);
  }

  request(subject: Subject, body: Body, options: RequestOptions): Promise<Body> {
    return this.#life.whileAlive(this.#bus.request(subject, body, options));
  }

  serve(subject: Subject, answer: (message: Envelope<Body>) => Promise<Body>, options: { queue: string }): Subscription {
    return this.#bus.serve(subject, answer, options);
  }

  onRestored(listener: () => void): Subscription {
    return this.#bus.onRestored(listener);
  }

  activity(): { sent: number; received: number } {
    return this.#bus.activity();
  }
}
