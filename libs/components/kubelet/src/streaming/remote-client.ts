import { type Bus, BusSession, type SessionPart, type Subjects } from '@klockwork/bus';
import type { StreamOutcome, StreamRequest } from '@klockwork/cluster-api';
import { type Clock, type StopSignal, StopSource } from '@klockwork/kernel';
import type { ExecSession, TerminalSize } from '@klockwork/pod-lifecycle';
import { IncomingBytes } from './incoming-bytes.ts';
import { RemoteTerminal } from './terminal.ts';

/** Connection to a remote client. */
export interface ClientParts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  /** Stops with the agent, which ends all streams. */
  readonly stop: StopSignal;
}

/** Client of exec or attach behind the api-server: a runtime's session on one side, the agent's end of a bus session on the other. */
export class RemoteClient implements ExecSession {
  readonly stdin?: IncomingBytes;
  readonly terminal?: RemoteTerminal;
  readonly #request: StreamRequest;
  readonly #session: BusSession;
  readonly #gone: StopSource;

  constructor({ bus, subjects, clock, stop }: ClientParts, request: StreamRequest) {
    this.#request = request;
    this.#gone = StopSource.under(stop);
    this.#session = new BusSession({
      bus,
      clock,
      ...subjects.sessionEnds(request.session, 'agent'),
      object: `pods/${request.namespace}/${request.pod}`,
      onPart: (part) => this.#take(part),
      onEnd: () => this.#gone.stop(),
    });
    if (request.stdin) this.stdin = new IncomingBytes((bytes) => this.#session.taken(bytes));
    if (request.tty) this.terminal = new RemoteTerminal();
    stop.onStop(() => this.#session.abort());
  }

  get stop(): StopSignal {
    return this.#gone;
  }

  write(stream: 'stdout' | 'stderr', bytes: string): Promise<void> | undefined {
    return this.#request[stream] ? this.#session.send(stream, bytes) : undefined;
  }

  /** Sends the outcome after all output. */
  finish(outcome: StreamOutcome): void {
    this.#session.message('outcome', JSON.stringify(outcome));
    this.#session.close();
  }

  #take({ channel, bytes }: SessionPart): void {
    if (channel === 'stdin' && this.stdin !== undefined) {
      if (bytes === undefined) this.stdin.end();
      else this.stdin.add(bytes);
      return;
    }
    if (channel === 'resize' && bytes !== undefined) this.terminal?.resized(JSON.parse(bytes) as TerminalSize);
    this.#session.taken(bytes?.length ?? 0);
  }
}
