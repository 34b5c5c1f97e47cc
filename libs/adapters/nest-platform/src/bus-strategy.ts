import type { Envelope, Route, Subject, Subjects, Subscription } from '@klockwork/bus';
import { type Logger, logFailure } from '@klockwork/kernel';
import type { NatsBus } from '@klockwork/nats-bus';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { MessageContext } from './handlers.ts';

/** Connection, subjects and queue of a service. */
export interface BusStrategyOptions {
  readonly bus: NatsBus;
  readonly subjects: Subjects;
  readonly logger: Logger;
  /** Queue group in which processes of the same service share the questions. */
  readonly queue: string;
  /** Nodes that this process serves; default none. */
  readonly nodes?: readonly string[];
  /** Runs right before the first possible request. */
  onListen?(): void;
}

/**
 * Nest transport over the process's one connection (docs/adr/0001-one-nats-connection.md). Handlers run in the tick of their message, under
 * the bus's hold. A rejected request handler answers with its message; a rejected event handler is logged, and the service continues.
 */
export class BusStrategy extends Server implements CustomTransportStrategy {
  readonly #options: BusStrategyOptions;
  #subscriptions: readonly Subscription[] = [];

  constructor(options: BusStrategyOptions) {
    super();
    this.#options = options;
  }

  listen(listening: (error?: unknown) => void): void {
    this.#options.onListen?.();
    this.#subscriptions = [...this.messageHandlers].flatMap(([route, handler]) =>
      this.#placesOf(route as Route<never, unknown>).map(({ subject, node }) => this.#subscribe(subject, node, handler)),
    );
    listening();
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.stop();
    this.#subscriptions = [];
  }

  /** Returns the connection; its state determines the service's health. */
  unwrap<T = NatsBus>(): T {
    return this.#options.bus as T;
  }

  /** The bus logs its own status changes; Nest listeners are unsupported. */
  on(): never {
    throw new Error('the connection tells its changes to the log');
  }

  #placesOf(route: Route<never, unknown>): { subject: Subject; node: string }[] {
    const { subjects, nodes = [] } = this.#options;
    if (!route.includes('*')) return [{ subject: subjects.at(route), node: '' }];
    return nodes.map((node) => ({ subject: subjects.at(route, node), node }));
  }

  #subscribe(subject: Subject, node: string, handler: MessageHandler): Subscription {
    const { bus, queue, logger } = this.#options;
    const call = ({ body, at, from }: Envelope<unknown>) => answerOf(handler(body, { node, at, from } satisfies MessageContext));
    if (!handler.isEventHandler) return bus.serve(subject, call, { queue });
    return bus.subscribe(subject, (message) => {
      call(message).catch((error: unknown) => logFailure(logger, { subject }, error));
    });
  }
}

async function answerOf(given: ReturnType<MessageHandler>): Promise<unknown> {
  const answer: unknown = await given;
  return isObservable(answer) ? await lastValueFrom(answer) : answer;
}
