import type { Body, ControlAnswer, ControlChannel, OnControl, Subject, Subscription } from '@klockwork/bus';
import type { Logger } from '@klockwork/kernel';
import type { Msg, NatsConnection } from './connect.ts';

/** Time for other members to reconnect to a restarted server, in ms of host time. */
const GATHERING_MS = 1_500;

/** Notifications of the bus that owns the connection. */
export interface SharedConnection {
  readonly connection: NatsConnection;
  readonly logger: Logger;
  /** Prefix of reply subjects, different from the bus: replies of the bus are data and count as activity. */
  readonly inbox: string;
  /** Number of configured server addresses; several form a cluster. */
  readonly servers: number;
  connected(): boolean;
}

/**
 * Clock channel over the connection of a NatsBus. Plain JSON without an envelope, handled in the parser's callback: no hold, no lab time,
 * no count. Messages published while disconnected are lost.
 */
export class NatsControl implements ControlChannel {
  readonly #shared: SharedConnection;
  readonly #inbox: string;
  readonly #waiting = new Map<string, (answer: ControlAnswer) => void>();
  #lastToken = 0;
  /** Runs while clients of a restarted server may be missing. */
  #gathering: NodeJS.Timeout | undefined;

  constructor(connection: SharedConnection) {
    this.#shared = connection;
    this.#inbox = connection.inbox;
    connection.connection.subscribe(`${this.#inbox}.*`, { callback: (_error, message) => safely(() => this.#takeAnswer(message)) });
  }

  /** Routed servers name their cluster in the greeting; a later greeting may change this. */
  get routed(): boolean {
    return this.#shared.servers > 1 || (this.#shared.connection.info?.cluster ?? '') !== '';
  }

  publish(subject: Subject, body: Body): void {
    this.#send(subject, body);
  }

  subscribe(subject: Subject, on: OnControl): Subscription {
    const callback = (error: Error | null, message: Msg) => {
      if (error !== null) this.#shared.logger.error({ subject, error: error.message }, 'subscription refused');
      else safely(() => this.#take(message, on));
    };
    const subscription = this.#shared.connection.subscribe(subject, { callback });
    return { stop: () => subscription.unsubscribe() };
  }

  ask(subject: Subject, body: Body, hostMs: number): Promise<ControlAnswer> {
    this.#lastToken += 1;
    const token = this.#lastToken.toString(36);
    return new Promise((resolve) => {
      const patience = setTimeout(() => this.#settle(token, { none: 'timeout' }), hostMs);
      this.#waiting.set(token, (answer) => {
        clearTimeout(patience);
        resolve(answer);
      });
      this.#send(subject, body, `${this.#inbox}.${token}`);
    });
  }

  /** Starts the waiting time after a reconnection, because other members reconnect later. */
  reconnected(): void {
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
    }, GATHERING_MS).unref();
  }

  /** Ends pending requests without an answer. */
  close(): void {
    clearTimeout(this.#gathering);
    for (const token of [...this.#waiting.keys()]) this.#settle(token, { none: 'timeout' });
  }

  #send(subject: string, body: Body, reply?: string): void {
    if (!this.#shared.connected()) return;
    this.#shared.connection.publish(subject, JSON.stringify(body), reply === undefined ? {} : { reply });
  }

  #take(message: Msg, on: OnControl): void {
    const body = this.#decode(message);
    if (body === undefined) return;
    const to = message.reply ?? '';
    on(body, to === '' ? () => {} : (answer) => this.#send(to, answer));
  }

  #takeAnswer(message: Msg): void {
    const token = message.subject.slice(this.#inbox.length + 1);
    if (message.data.length === 0 && message.headers?.code === 503) {
      if (this.#gathering === undefined) this.#settle(token, { none: 'no-responders' });
      return;
    }
    const body = this.#decode(message);
    if (body !== undefined) this.#settle(token, { body });
  }

  #settle(token: string, answer: ControlAnswer): void {
    const settle = this.#waiting.get(token);
    this.#waiting.delete(token);
    settle?.(answer);
  }

  #decode(message: Msg): Body | undefined {
    try {
      return message.json<Body>();
    } catch {
      // Any authenticated client may publish anything.
      this.#shared.logger.warn({ subject: message.subject, bytes: message.data.length }, 'message of the clock is not JSON');
      return undefined;
    }
  }
}

// Ends the process after a handler's exception, which is our bug. The client must not treat the exception as a broken connection.
function safely(act: () => void): void {
  try {
    act();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
