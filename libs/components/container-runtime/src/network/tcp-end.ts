import { StoppedError } from '@klockwork/kernel';
import type { ConnectionFailure } from '@klockwork/pod-lifecycle';
import type { Endpoint, TcpConnection } from '@klockwork/userland';
import { Flow } from './flow.ts';

/** Connection end whose peer is in this process. */
export class TcpEnd implements TcpConnection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly #incoming: Flow;
  readonly #outgoing: Flow;
  #closed = false;
  #hasEnded = false;

  constructor(parts: { readonly local: Endpoint; readonly remote: Endpoint; readonly incoming: Flow; readonly outgoing: Flow }) {
    this.local = parts.local;
    this.remote = parts.remote;
    this.#incoming = parts.incoming;
    this.#outgoing = parts.outgoing;
  }

  /** Same end with another peer address: the Service, instead of its pod. */
  towards(remote: Endpoint): TcpEnd {
    return new TcpEnd({ local: this.local, remote, incoming: this.#incoming, outgoing: this.#outgoing });
  }

  read(bytesMax?: number): Promise<string | undefined> {
    return this.#incoming.read(bytesMax);
  }

  write(bytes: string): Promise<void> | undefined {
    return this.#hasEnded ? Promise.reject(new StoppedError()) : this.#outgoing.write(bytes);
  }

  end(): void {
    this.#hasEnded = true;
    this.#outgoing.end();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#incoming.unread > 0) this.#outgoing.fail('reset');
    this.end();
    this.#incoming.dropReader();
  }

  reset(): void {
    this.fail('reset');
  }

  /** Breaks the connection with the same failure for both ends. */
  fail(failure: ConnectionFailure): void {
    this.#outgoing.fail(failure);
    this.#incoming.fail(failure);
  }
}

/** Two ends that are connected to each other. */
export function connectedEnds(client: Endpoint, server: Endpoint): { readonly client: TcpEnd; readonly server: TcpEnd } {
  const [up, down] = [new Flow(), new Flow()];
  return {
    client: new TcpEnd({ local: client, remote: server, incoming: down, outgoing: up }),
    server: new TcpEnd({ local: server, remote: client, incoming: up, outgoing: down }),
  };
}
