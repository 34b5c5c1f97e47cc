import type { BusSession, SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome } from '@klockwork/cluster-api';
import type { SpdyConnection, SpdyListener, SpdyStream } from '@klockwork/spdy';
import type { AgentListener } from './agent-stream.ts';
import { byteString, bytesOf } from './byte-string.ts';
import { PartsToClient } from './parts-to-client.ts';

/** One connection to a port of the pod. */
interface Forwarded {
  readonly data: SpdyStream;
  readonly request: string;
}

/**
 * `kubectl port-forward`: between the streams of a client and the session with an agent. A connection to the pod is a pair of streams
 * with the same `requestid`: one for its data, one for what went wrong. Models `httpStreamHandler` of
 * `pkg/kubelet/cri/streaming/portforward`.
 */
export class ForwardedConnections implements AgentListener {
  /** By their request; the client has ended its way at once. */
  readonly #errors = new Map<string, SpdyStream>();
  /** By the id of their data stream. */
  readonly #forwarded = new Map<number, Forwarded>();
  readonly #fromAgent = new PartsToClient((part) => this.#writePart(part));
  #connection: SpdyConnection | undefined;
  #session: BusSession | undefined;
  #over = false;

  /** The agent has begun. */
  begun(session: BusSession): void {
    this.#session = session;
    this.#fromAgent.from(session);
    if (this.#over) session.abort();
  }

  /** The client is there. */
  opened(connection: SpdyConnection): void {
    this.#connection = connection;
    this.#fromAgent.open();
  }

  /** The client is gone, and so are its connections. */
  gone(): void {
    this.#over = true;
    this.#fromAgent.drop();
    this.#session?.abort();
  }

  /** The client opens a stream. Refused are those of which it is not clear what they are for. */
  stream(stream: SpdyStream): SpdyListener | undefined {
    const [type, port] = [stream.headers.get('streamtype'), Number(stream.headers.get('port'))];
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
    const request = stream.headers.get('requestid') ?? requestOf(stream, type);
    if (type === 'error') return this.#error(request, stream);
    return type === 'data' ? this.#data(request, stream, port) : undefined;
  }

  onPart(part: SessionPart): void {
    this.#fromAgent.add(part);
  }

  /** The node is gone, or its agent ends: there is nothing left to forward to. */
  onEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.#fromAgent.drop();
    this.#connection?.close();
  }

  #error(request: string, stream: SpdyStream): SpdyListener | undefined {
    if (this.#errors.has(request)) return undefined;
    this.#errors.set(request, stream);
    return { data: () => undefined, end: () => {}, reset: () => void this.#errors.delete(request) };
  }

  #data(request: string, data: SpdyStream, port: number): SpdyListener {
    const channel = String(data.id);
    this.#forwarded.set(data.id, { data, request });
    this.#session?.message('connect', JSON.stringify({ id: data.id, port } satisfies ForwardedPort));
    return {
      data: (bytes) => this.#session?.send(channel, byteString(bytes)),
      end: () => this.#session?.end(channel),
      reset: () => this.#session?.message('reset', channel),
    };
  }

  #writePart({ channel, bytes }: SessionPart): Promise<void> | undefined {
    if (channel === 'done') return this.#done(JSON.parse(bytes ?? '') as ForwardOutcome);
    const data = this.#forwarded.get(Number(channel))?.data;
    if (bytes !== undefined) return data?.write(bytesOf(bytes));
    data?.end();
    return undefined;
  }

  #done({ id, error = '' }: ForwardOutcome): undefined {
    const forwarded = this.#forwarded.get(id);
    const errors = this.#errors.get(forwarded?.request ?? '');
    this.#forwarded.delete(id);
    this.#errors.delete(forwarded?.request ?? '');
    void errors?.write(bytesOf(error));
    forwarded?.data.end();
    errors?.end();
  }
}

/** What very old clients mean: they open the stream for errors, and the one for data right behind it. */
function requestOf({ id }: SpdyStream, type: string | undefined): string {
  return String(type === 'data' ? id - 2 : id);
}
