import {
  type BusConnection,
  type BusMember,
  busClosed,
  type Envelope,
  hasWildcard,
  inboxPrefix,
  jsonTextOf,
  noResponders,
  PAYLOAD_BYTES_MAX,
  PendingReply,
  type RequestOptions,
  refusal,
  type Subject,
  type Subscription,
  tooLarge,
} from '@klockwork/bus';
import { assert, type Logger, silentLogger } from '@klockwork/kernel';
import {
  type ConnectionStatus,
  type ConnectOptions,
  connectForEver,
  createInbox,
  type Msg,
  type NatsConnection,
  type NatsSubscription,
  userOf,
  watchStatus,
} from './connect.ts';
import { NatsControl } from './nats-control.ts';
import { asBusError, PendingRequests } from './pending-requests.ts';
import { decode, encode, errorOf, isFailure } from './wire-message.ts';
import { within } from './within.ts';

/** Dependencies of a NatsBus beside its connection. */
export interface NatsBusOptions extends ConnectOptions, BusMember {
  readonly logger?: Logger;
  readonly onStatus?: (status: ConnectionStatus) => void;
  /** Maximum hold of a request, in ms of host time. */
  readonly holdHostMsMax?: number;
}

const HOLD_HOST_MS_MAX = 2000;
const DRAIN_HOST_MS_MAX = 2000;

/**
 * Bus over NATS: one connection per process, on which the proof of lockstep relies. Handlers run in the message callback, under a hold;
 * replies share one inbox, matched by token. While disconnected, published messages are lost (hints; `lost` counts them) and new requests
 * wait. Requests sent before a disconnection fail as `lost` at once. Subscriptions are restored automatically.
 */
export class NatsBus implements BusConnection {
  readonly control: NatsControl;
  readonly #options: NatsBusOptions;
  readonly #connection: NatsConnection;
  readonly #logger: Logger;
  readonly #inbox: string;
  readonly #requests: PendingRequests;
  readonly #listening = new Set<NatsSubscription>();
  readonly #answering = new Set<Promise<void>>();
  readonly #onRestored = new Set<() => void>();
  #connected = true;
  #closed = false;
  #sent = 0;
  #received = 0;
  #lost = 0;

  private constructor(options: NatsBusOptions, connection: NatsConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#inbox = createInbox(inboxPrefix(userOf(options)));
    this.#logger = options.logger ?? silentLogger;
    this.#requests = new PendingRequests(options.holdHostMsMax ?? HOLD_HOST_MS_MAX);
    this.control = new NatsControl({
      connection,
      inbox: createInbox(inboxPrefix(userOf(options))),
      logger: this.#logger,
      servers: options.servers.length,
      connected: () => this.connected,
    });
    connection.subscribe(`${this.#inbox}.*`, { callback: (_error, message) => this.#held(() => this.#takeReply(message)) });
    watchStatus(connection, {
      changed: (status, detail) => this.#statusChanged(status, detail),
      denied: (reason) => this.#logger.error({ reason }, 'the bus denies what this process may not do'),
    });
  }

  /** Resolves once connected, after any time; rejects for invalid credentials. */
  static async connect(options: NatsBusOptions): Promise<NatsBus> {
    const bus = new NatsBus(options, await options.activity.track('bus-connect', connectForEver(options)));
    bus.#tell('connected', bus.#connection.getServer());
    return bus;
  }

  publish<Message>(subject: Subject<Message, void>, body: NoInfer<Message>, json?: string): void {
    assert(!hasWildcard(subject), `a message cannot be sent to the wildcard subject ${subject}`);
    const bytes = this.#encode(subject, { ...this.#stamp(), body }, json);
    if (this.#connected && !this.#closed) this.#send(subject, bytes);
    else this.#lost += 1;
  }

  subscribe<Message>(
    subject: Subject<Message, void>,
    on: (message: Envelope<Message>) => void,
    options: { queue?: string } = {},
  ): Subscription {
    return this.#listen(subject, options.queue, (message) => on(message as Envelope<Message>));
  }

  async request<Question, Answer>(subject: Subject<Question, Answer>, body: NoInfer<Question>, options: RequestOptions): Promise<Answer> {
    assert(!hasWildcard(subject), `a message cannot be sent to the wildcard subject ${subject}`);
    const bytes = this.#encode(subject, { ...this.#stamp(), body });
    if (this.#closed) throw busClosed(subject);
    const pending = new PendingReply(this.#options.clock, this.#options.activity, subject, options);
    this.#requests.add(pending, this.#connected, (token) => {
      try {
        this.#send(subject, bytes, `${this.#inbox}.${token}`);
      } catch (error) {
        pending.fail(asBusError(error));
      }
    });
    return pending.promise as Promise<Answer>;
  }

  serve<Question, Answer>(
    subject: Subject<Question, Answer>,
    answer: (message: Envelope<Question>) => Promise<NoInfer<Answer>>,
    options: { queue: string },
  ): Subscription {
    return this.#listen(subject, options.queue, (message, reply) => {
      const answering = this.#answer(subject, reply, async () => answer(message as Envelope<Question>));
      this.#answering.add(answering);
      void answering.then(() => this.#answering.delete(answering));
    });
  }

  onRestored(listener: () => void): Subscription {
    this.#onRestored.add(listener);
    return { stop: () => this.#onRestored.delete(listener) };
  }

  activity(): { sent: number; received: number } {
    return { sent: this.#sent, received: this.#received };
  }

  /** Messages published while there was no connection. */
  get lost(): number {
    return this.#lost;
  }

  /** False while disconnected, and after close. */
  get connected(): boolean {
    return this.#connected && !this.#closed;
  }

  /** Resolves once the server received all sent messages, and this process all earlier ones. Rejects while disconnected. */
  flush(): Promise<void> {
    return this.#connection.flush();
  }

  /** Stops deliveries, waits a limited time for handlers, sends remaining messages, and closes. */
  async drain(): Promise<void> {
    if (this.#connected) await this.#within('bus closed before all was answered', this.#finish());
    await this.close();
  }

  /** Closes at once: pending requests reject with `closed`, and received messages are dropped. Sent messages still reach the server. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#requests.closed();
    this.control.close();
    for (const subscription of this.#listening) subscription.unsubscribe();
    // The client's own close discards what it has not written yet.
    if (this.#connected) await this.#within('bus closed before the server had all', this.flush());
    await this.#connection.close();
  }

  async #finish(): Promise<void> {
    await Promise.all([...this.#listening].map((subscription) => subscription.drain()));
    await Promise.all(this.#answering);
  }

  async #within(warning: string, work: Promise<void>): Promise<void> {
    const error = await within(DRAIN_HOST_MS_MAX, work);
    if (error !== undefined) this.#logger.warn({ error: String(error) }, warning);
  }

  #listen(
    subject: Subject,
    queue: string | undefined,
    take: (message: Envelope<unknown>, reply: string | undefined) => void,
  ): Subscription {
    const callback = (error: Error | null, message: Msg) => {
      if (error !== null) this.#logger.error({ subject, error: error.message }, 'subscription refused');
      else this.#held(() => this.#take(message, take));
    };
    const subscription = this.#connection.subscribe(subject, queue === undefined ? { callback } : { callback, queue });
    this.#listening.add(subscription);
    return {
      stop: () => {
        this.#listening.delete(subscription);
        subscription.unsubscribe();
      },
    };
  }

  #take(raw: Msg, take: (message: Envelope<unknown>, reply: string | undefined) => void): void {
    const message = decode(raw.data);
    if (message === undefined || isFailure(message)) {
      this.#logger.warn({ subject: raw.subject, bytes: raw.data.length }, 'message is not an envelope');
      return;
    }
    this.#received += 1;
    this.#options.clock.observe(message.at);
    take(message, raw.reply === undefined || raw.reply === '' ? undefined : raw.reply);
  }

  #takeReply(raw: Msg): void {
    const pending = this.#requests.get(raw.subject.slice(this.#inbox.length + 1));
    if (pending === undefined) return;
    if (raw.data.length === 0 && raw.headers?.code === 503) {
      pending.fail(noResponders(pending.subject));
      return;
    }
    const message = decode(raw.data);
    if (message === undefined) {
      pending.fail(refusal('the reply is not an envelope'));
      return;
    }
    this.#received += 1;
    this.#options.clock.observe(message.at);
    if (isFailure(message)) pending.fail(errorOf(message));
    else pending.answer(message.body);
  }

  async #answer(subject: Subject, reply: string | undefined, answer: () => Promise<unknown>): Promise<void> {
    const bytes = await this.#outcome(subject, answer);
    if (reply !== undefined && this.#connected && !this.#closed) this.#send(reply, bytes);
  }

  // Converts every handler failure to an answer: requesters must not wait for a known failure.
  async #outcome(subject: Subject, answer: () => Promise<unknown>): Promise<Buffer> {
    try {
      const body = await answer();
      return this.#encode(`the reply to ${subject}`, { ...this.#stamp(), body }, jsonTextOf(body));
    } catch (error) {
      const { code, message } = refusal(error);
      return encode({ ...this.#stamp(), error: { code, message } });
    }
  }

  // Ends the process after a handler's exception, which is our bug. The client must not treat the exception as a broken connection.
  #held(act: () => void): void {
    const release = this.#options.activity.hold('bus');
    try {
      act();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    } finally {
      release();
    }
  }

  #stamp(): { at: number; from: string } {
    return { at: this.#options.clock.now(), from: this.#options.name };
  }

  #encode(what: string, message: Envelope<unknown>, json?: string): Buffer {
    const bytes = encode(message, json);
    const bytesMax = this.#connection.info?.max_payload ?? PAYLOAD_BYTES_MAX;
    if (bytes.length > bytesMax) throw tooLarge(what, bytes.length, bytesMax);
    return bytes;
  }

  /** Sending marks this process as active, so that the clock does not trust an earlier idle report. */
  #send(subject: string, bytes: Buffer, reply?: string): void {
    this.#options.activity.hold('bus')();
    this.#sent += 1;
    this.#connection.publish(subject, bytes, reply === undefined ? {} : { reply });
  }

  #statusChanged(status: ConnectionStatus, detail: string): void {
    this.#connected = status === 'reconnected';
    if (status === 'reconnected') {
      this.control.reconnected();
      this.#requests.reconnected();
      for (const listener of [...this.#onRestored]) listener();
    } else this.#requests.disconnected();
    if (status === 'closed') this.#requests.closed();
    this.#tell(status, detail);
  }

  #tell(status: ConnectionStatus, detail: string): void {
    this.#logger.info({ status, detail, lost: this.#lost }, 'bus connection');
    this.#options.onStatus?.(status);
  }
}
