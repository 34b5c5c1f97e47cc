import type { BusSession, SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome, ForwardSource } from '@klockwork/cluster-api';
import { StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import type { AgentListener } from '../streams/agent-stream.ts';

/** The session's only connection. */
const ID = 1;
const CHANNEL = String(ID);
/** Message of a node's agent about a failure. */
const FAILURES: readonly (readonly [words: string, failure: ConnectionFailure])[] = [
  ['connection refused', 'refused'],
  ['connection reset by peer', 'reset'],
  ['connection timed out', 'timeout'],
];

/** Connection to a pod's port through a session with the node's agent. */
export class PodConnection implements Connection, AgentListener {
  #session: BusSession | undefined;
  readonly #waiting: string[] = [];
  #end: ConnectionFailure | 'end' | 'closed' | undefined;
  #wake: () => void = () => {};

  /** Connects, once the agent has accepted the session. */
  begin(session: BusSession, port: number, from?: ForwardSource): void {
    this.#session = session;
    session.message('connect', JSON.stringify({ id: ID, port, ...(from && { from }) } satisfies ForwardedPort));
    if (this.#end === 'closed') session.abort();
  }

  write(bytes: string): Promise<void> | undefined {
    return this.#session?.send(CHANNEL, bytes);
  }

  end(): void {
    this.#session?.end(CHANNEL);
  }

  close(): void {
    if (this.#end === 'closed') return;
    this.#end = 'closed';
    this.#session?.abort();
    this.#wake();
  }

  reset(): void {
    this.close();
  }

  async read(): Promise<string | undefined> {
    for (;;) {
      const bytes = this.#waiting.shift();
      if (bytes !== undefined) return this.#taken(bytes);
      if (this.#end === 'end') return undefined;
      if (this.#end === 'closed') throw new StoppedError();
      if (this.#end !== undefined) throw new ConnectionError(this.#end);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  onPart({ channel, bytes }: SessionPart): void {
    if (channel === CHANNEL && bytes !== undefined) this.#waiting.push(bytes);
    else {
      this.#end ??= channel === 'done' ? endOf(JSON.parse(this.#taken(bytes ?? '')) as ForwardOutcome) : 'end';
    }
    this.#wake();
  }

  onEnd(): void {
    this.#end ??= 'reset';
    this.#wake();
  }

  #taken(bytes: string): string {
    this.#session?.taken(bytes.length);
    return bytes;
  }
}

function endOf({ error }: ForwardOutcome): ConnectionFailure | 'end' {
  if (error === undefined) return 'end';
  return FAILURES.find(([words]) => error.includes(words))?.[1] ?? 'unreachable';
}
