import type { ForwardedPort } from '@klockwork/cluster-api';
import { type Logger, logFailure, StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError, type ContainerRuntime } from '@klockwork/pod-lifecycle';
import { IncomingBytes } from './incoming-bytes.ts';

/** First of Linux's ephemeral ports. */
const EPHEMERAL_PORT = 32_768;

/** Pod with forwarded ports. */
export interface ForwardedPod {
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
  readonly sandboxId: string;
  readonly hostNetwork: boolean;
}

/** Messages of a connection to its client. */
export interface ForwardClient {
  send(bytes: string): Promise<void> | undefined;
  end(): void;
  /** Acknowledges used bytes. */
  taken(bytes: number): void;
}

/** Connection to a pod's port for a port-forward client. Models `portForward` of containerd's `internal/cri/server`. */
export class PortConnection {
  readonly #pod: ForwardedPod;
  readonly #request: ForwardedPort;
  readonly #client: ForwardClient;
  readonly #incoming: IncomingBytes;
  #connection: Connection | undefined;
  #over = false;

  constructor(pod: ForwardedPod, request: ForwardedPort, client: ForwardClient) {
    this.#pod = pod;
    this.#request = request;
    this.#client = client;
    this.#incoming = new IncomingBytes((bytes) => client.taken(bytes));
  }

  /** Accepts bytes of the client, or the end of its direction. */
  take(bytes: string | undefined): void {
    if (bytes === undefined) this.#incoming.end();
    else this.#incoming.add(bytes);
  }

  /** Handles the client's end. */
  close(): void {
    this.#over = true;
    this.#incoming.drop();
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** Connects, and transfers bytes until the pod ends its stream or the client leaves. Returns upstream's error text, if any. */
  async run(): Promise<string | undefined> {
    try {
      this.#connection = await this.#pod.runtime.connect(this.#pod.sandboxId, this.#request.port, this.#request.from);
      if (!this.#over) await this.#carry(this.#connection);
      return undefined;
    } catch (error) {
      if (error instanceof StoppedError) return undefined;
      return this.#over ? undefined : this.#words(this.#failureOf(error));
    } finally {
      this.close();
    }
  }

  async #carry(connection: Connection): Promise<void> {
    void this.#write(connection);
    for (let bytes = await connection.read(); bytes !== undefined; bytes = await connection.read()) await this.#client.send(bytes);
    this.#client.end();
  }

  async #write(connection: Connection): Promise<void> {
    try {
      for (let bytes = await this.#incoming.read(); bytes !== undefined; bytes = await this.#incoming.read()) await connection.write(bytes);
      if (!this.#over) connection.end();
    } catch (error) {
      // The reading side receives the same error and reports it.
      if (!(error instanceof StoppedError)) this.#failureOf(error);
      this.#incoming.drop();
    }
  }

  /** A connection that fails in a way of ours is broken off. */
  #failureOf(error: unknown): ConnectionError {
    if (error instanceof ConnectionError) return error;
    logFailure(this.#pod.logger, { sandboxId: this.#pod.sandboxId, port: this.#request.port }, error);
    return new ConnectionError('reset');
  }

  #words({ failure }: ConnectionError): string {
    const { sandboxId } = this.#pod;
    const { id, port } = this.#request;
    const prefix = `error forwarding port ${port} to pod ${sandboxId}, uid : `;
    if (this.#connection === undefined && failure === 'timeout')
      return `${prefix}failed to find sandbox "${sandboxId}" in store: not found`;
    const inside = `${prefix}failed to execute portforward in network namespace "${this.#namespace}": `;
    if (this.#connection !== undefined) {
      const what = failure === 'reset' ? 'connection reset by peer' : 'connection timed out';
      return `${inside}read tcp4 127.0.0.1:${EPHEMERAL_PORT + id}->127.0.0.1:${port}: read: ${what}`;
    }
    const refused = (family: string, address: string) => `dial tcp${family} ${address}:${port}: connect: connection refused`;
    const both = `IPv4: ${refused('4', '127.0.0.1')} IPv6 ${refused('6', '[::1]')} `;
    return `${inside}failed to connect to localhost:${port} inside namespace "${sandboxId}", ${both}`;
  }

  get #namespace(): string {
    if (this.#pod.hostNetwork) return 'host';
    const uuid = this.#pod.sandboxId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
    return `/var/run/netns/cni-${uuid}`;
  }
}
