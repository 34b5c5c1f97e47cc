import type { BusSession, SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome } from '@klockwork/cluster-api';
import { byteString, bytesOf } from '@klockwork/kernel';
import type { SpdyConnection, SpdyListener, SpdyStream } from '@klockwork/spdy';
import type { AgentListener } from './agent-stream.ts';
import { PartsToClient } from './parts-to-client.ts';

interface ForwardedStream {
  readonly data: SpdyStream;
  readonly request: string;
}

/**
 * Connects `kubectl port-forward` streams with an agent's session. A connection to the pod is a pair of streams with equal `requestid`:
 * data and errors. Models `httpStreamHandler` of `pkg/kubelet/cri/streaming/portforward`.
 */
export class ForwardedConnections implements AgentListener {
  /** Error streams by request; the client half-closes them immediately. */
  readonly #errors = new Map<string, SpdyStream>();
  /** Connections by data stream id. */
  readonly #forwarded = new Map<number, ForwardedStream>();
  readonly #fromAgent = new PartsToClient((part) => this.#writePart(part));
  #connection: SpdyConnection | undefined;
  #session: BusSession | undefined;
  #over = false;

  /** Handles acceptance by the agent. */
  begun(session: BusSession): void {
    this.#session = session;
    this.#fromAgent.from(session);
    if (this.#over) session.abort();
  }

  /** Handles the client's connection. */
  opened(connection: SpdyConnection): void {
    this.#connection = connection;
    this.#fromAgent.open();
    if (this.#over) connection.close();
  }

  /** Handles disconnection of the client: closes its connections. */
  gone(): void {
    this.#over = true;
    this.#fromAgent.drop();
    this.#session?.abort();
  }

  /** Accepts a client's stream; refuses streams of unknown purpose. */
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

  /** Handles loss of the node or end of its agent: all forwarding ends. */
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
    const stream = this.#forwarded.get(id);
    const errors = this.#errors.get(stream?.request ?? '');
    this.#forwarded.delete(id);
    this.#errors.delete(stream?.request ?? '');
    void errors?.write(bytesOf(error));
    stream?.data.end();
    errors?.end();
  }
}

/** Derives the request id of very old clients, which open the error stream directly before the data stream. */
function requestOf({ id }: SpdyStream, type: string | undefined): string {
  return String(type === 'data' ? id - 2 : id);
}
