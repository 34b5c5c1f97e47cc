import type { Socket } from 'node:net';
import { accessOf, type BrokerAuth, type ConnectOptions } from './credentials.ts';
import { Message, noRespondersMessage } from './message.ts';
import { OperationParser, type Operations } from './operation-parser.ts';
import { OutBuffer } from './out-buffer.ts';
import { ClientPermissions } from './permissions.ts';
import * as protocol from './protocol.ts';
import { ProtocolError } from './protocol.ts';
import type { Receiver, Router, Subscription } from './router.ts';

/** State shared by all connections of a broker. */
export interface ConnectionHost {
  readonly router: Router;
  readonly auth: BrokerAuth;
  readonly payloadBytesMax: number;
  readonly pendingBytesMax: number;
  readonly pingsOutMax: number;
  readonly authTimeoutMs: number;
  /** Schedules one `flush` of this connection, at the end of the present turn. */
  flushSoon(connection: Connection): void;
  closed(connection: Connection, reason: string): void;
  /** Reports a denied operation. */
  denied(connection: Connection, reason: string): void;
}

/** Time for a rejected client to read the reason, in ms of host time. */
const LINGER_MS = 1000;

/** Maximum number of reported denials per client. */
const DENIALS_MAX = 100;

/** Connection of one client. */
export class Connection implements Receiver, Operations {
  readonly id: number;
  readonly #host: ConnectionHost;
  readonly #socket: Socket;
  readonly #out = new OutBuffer();
  readonly #parser: OperationParser;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #authTimer: NodeJS.Timeout;
  #client: ConnectOptions | undefined;
  /** Undefined for unrestricted clients. */
  #permissions: ClientPermissions | undefined;
  /** Denials that were reported: each is reported once. */
  readonly #denied = new Set<string>();
  #pingsOut = 0;
  #flushing = false;
  #closed: string | undefined;
  #delivered = 0;
  #received = 0;

  constructor(id: number, socket: Socket, host: ConnectionHost) {
    this.id = id;
    this.#socket = socket;
    this.#host = host;
    this.#parser = new OperationParser(this, host.payloadBytesMax);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    // A socket's error is always followed by 'close', where the connection ends.
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the client went away'));
    this.#authTimer = setTimeout(() => this.refuse(protocol.AUTHENTICATION_TIMEOUT), host.authTimeoutMs).unref();
  }

  get echo(): boolean {
    return this.#client?.echo !== false;
  }

  /** Client name from CONNECT. */
  get name(): string | undefined {
    return this.#client?.name;
  }

  /** Returns numbers of delivered and received messages. */
  counts(): { delivered: number; received: number } {
    return { delivered: this.#delivered, received: this.#received };
  }

  send(line: string): void {
    if (this.#closed !== undefined) return;
    this.#out.text(line);
    this.#sendSoon();
  }

  deliver(subscription: Subscription, message: Message): void {
    if (this.#closed !== undefined) return;
    if (message.reply !== undefined) this.#permissions?.owesReply(message.reply);
    const sentMessage = this.#client?.headers === true ? message : message.withoutHeaders();
    this.#out.text(sentMessage.line(subscription.sid));
    this.#out.append(sentMessage.frame);
    this.#delivered += 1;
    if (subscription.ended) this.#subscriptions.delete(subscription.sid);
    if (this.#out.bytes + this.#socket.writableLength > this.#host.pendingBytesMax) this.refuse(protocol.SLOW_CONSUMER);
    else this.#sendSoon();
  }

  /** Sends a ping; disconnects a client with too many unanswered pings. */
  checkAlive(): void {
    if (this.#pingsOut >= this.#host.pingsOutMax) {
      this.refuse(protocol.STALE_CONNECTION);
      return;
    }
    this.#pingsOut += 1;
    this.send('PING\r\n');
  }

  /** Sends the reason and disconnects. */
  refuse(reason: string): void {
    if (this.#closed !== undefined) return;
    this.send(`-ERR '${reason}'\r\n`);
    this.flush();
    this.#end(reason);
    this.#socket.end();
    const linger = setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    this.#socket.once('close', () => clearTimeout(linger));
  }

  /** Ends at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  flush(): void {
    this.#flushing = false;
    if (this.#socket.destroyed) return;
    const buffers = this.#out.take();
    if (buffers.length > 1) this.#socket.cork();
    for (const buffer of buffers) this.#socket.write(buffer);
    if (buffers.length > 1) this.#socket.uncork();
  }

  connect(options: string): void {
    const client = parseOptions(options);
    if (this.#client === undefined) this.#letIn(client);
    clearTimeout(this.#authTimer);
    this.#client = { ...this.#client, ...client };
    this.#ok();
  }

  /** Throws ProtocolError for invalid credentials. A second CONNECT keeps the first user. */
  #letIn(client: ConnectOptions): void {
    const access = accessOf(this.#host.auth, client);
    if (access === undefined) throw new ProtocolError(protocol.AUTHORIZATION_VIOLATION);
    if (access.permissions !== undefined) this.#permissions = new ClientPermissions(access.permissions);
  }

  ping(): void {
    this.#authorized();
    this.send('PONG\r\n');
  }

  pong(): void {
    this.#authorized();
    this.#pingsOut = 0;
  }

  subscribe(pattern: string, queue: string | undefined, sid: string): void {
    this.#authorized();
    if (!protocol.isValidPattern(pattern)) {
      this.send(`-ERR '${protocol.INVALID_SUBJECT}'\r\n`);
      return;
    }
    if (this.#permissions?.maySubscribe(pattern) === false) {
      this.#deny('Subscription', pattern);
      return;
    }
    this.#ok();
    if (this.#subscriptions.has(sid)) return;
    const subscription = { pattern, queue, sid, owner: this, delivered: 0, max: undefined, ended: false };
    this.#subscriptions.set(sid, subscription);
    this.#host.router.add(subscription);
  }

  unsubscribe(sid: string, max: number | undefined): void {
    this.#authorized();
    this.#ok();
    const subscription = this.#subscriptions.get(sid);
    if (subscription === undefined) return;
    subscription.max = max;
    if (max !== undefined && subscription.delivered < max) return;
    this.#subscriptions.delete(sid);
    this.#host.router.end(subscription);
  }

  publish(subject: string, reply: string | undefined, headerBytes: number, frame: Buffer): void {
    const client = this.#authorized();
    if (headerBytes > 0 && client.headers !== true) throw new ProtocolError(protocol.HEADERS_NOT_SUPPORTED);
    if (client.pedantic !== false && !protocol.isValidLiteral(subject)) this.send(`-ERR '${protocol.INVALID_PUBLISH_SUBJECT}'\r\n`);
    if (this.#permissions?.mayPublish(subject) === false) {
      this.#deny('Publish', subject);
      return;
    }
    this.#ok();
    this.#received += 1;
    const taken = this.#host.router.route(this, new Message(subject, reply, headerBytes, frame));
    if (!taken && reply !== undefined && client.no_responders === true && client.headers === true) this.#noResponders(reply);
  }

  #deny(operation: 'Publish' | 'Subscription', subject: string): void {
    const reason = protocol.permissionsViolation(operation, subject);
    this.send(`-ERR '${reason}'\r\n`);
    if (this.#denied.has(reason) || this.#denied.size >= DENIALS_MAX) return;
    this.#denied.add(reason);
    this.#host.denied(this, reason);
  }

  #noResponders(reply: string): void {
    const inbox = this.#host.router.ownedBy(this, reply);
    if (inbox !== undefined) this.deliver(inbox, noRespondersMessage(reply));
  }

  #read(chunk: Buffer): void {
    if (this.#closed !== undefined) return;
    try {
      this.#parser.parse(chunk);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(error.message);
    }
  }

  #authorized(): ConnectOptions {
    // A chunk cut off in its middle contains no further operations.
    if (this.#closed !== undefined) throw new ProtocolError(this.#closed);
    if (this.#client === undefined) throw new ProtocolError(protocol.AUTHORIZATION_VIOLATION);
    return this.#client;
  }

  #ok(): void {
    if (this.#client?.verbose !== false) this.send('+OK\r\n');
  }

  #sendSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#host.flushSoon(this);
  }

  #end(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    clearTimeout(this.#authTimer);
    for (const subscription of this.#subscriptions.values()) this.#host.router.end(subscription);
    this.#subscriptions.clear();
    this.#host.closed(this, reason);
  }
}

function parseOptions(text: string): ConnectOptions {
  try {
    const options: unknown = JSON.parse(text);
    if (typeof options === 'object' && options !== null) return options;
  } catch {
    // Not JSON at all is answered like JSON of the wrong kind.
  }
  throw new ProtocolError(protocol.PARSER_ERROR);
}
