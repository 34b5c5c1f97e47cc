import { statusErrors } from '@klockwork/api-machinery';
import { type LogReplay, openReplay, type PastOptions, type ReplayPosition, type Revision } from '@klockwork/event-store';
import type { ApiRequest, ApiStream, ByteSink, HttpApi } from '@klockwork/http-api';
import { type Cancel, type LabTime, StopSource } from '@klockwork/kernel';
import type { PastView } from './past-views.ts';

/** Max number of open replays: each holds the objects of a moment. */
const REPLAYS_MAX = 10;

/** Replay that a client holds open. */
interface OpenReplay {
  readonly log: LogReplay;
  readonly view: PastView;
  /** Stops at the end of the replay. */
  readonly over: StopSource;
  /** Calls its listeners at the first watch. */
  readonly watched: StopSource;
}

/** Replays by name. Each ends with the stream of the client that opened it. */
export class Replays {
  readonly #options: PastOptions;
  readonly #serve: (log: LogReplay) => PastView;
  readonly #open = new Map<string, OpenReplay>();

  constructor(options: PastOptions, serve: (log: LogReplay) => PastView) {
    this.#options = options;
    this.#serve = serve;
  }

  /**
   * Opens a replay of the events after `from`, up to `through`. Its stream has a line with the first position, and a second one at the first
   * watch. Throws Conflict for a name in use, and TooManyRequests.
   */
  async open(name: string, span: { from: Revision; through: Revision }, request: Pick<ApiRequest, 'stop'>): Promise<ApiStream> {
    this.#checkRoom(name);
    const log = await openReplay(this.#options, span);
    this.#checkRoom(name);
    const replay = { log, view: this.#serve(log), over: new StopSource(), watched: new StopSource() };
    this.#open.set(name, replay);
    request.stop.onStop(() => this.end(name));
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };
    return { status: 200, headers, start: (sink) => this.#tell(replay, sink) };
  }

  /** Replays events up to a time of the lab; without one, as many as a step takes. Throws NotFound. */
  step(name: string, to: LabTime | null): Promise<ReplayPosition> {
    return this.#named(name).log.step(to);
  }

  /** Answers a request as the cluster would have at the position of the replay. Throws NotFound. */
  async handle(name: string, request: ApiRequest, isWatch: boolean): ReturnType<HttpApi['handle']> {
    const { view, over, watched } = this.#named(name);
    const stop = new StopSource();
    const releases: Cancel[] = [request.stop.onStop(() => stop.stop()), over.onStop(() => stop.stop())];
    const answer = await view.http.handle({ ...request, stop });
    if ('body' in answer || 'type' in answer) {
      for (const release of releases) release();
      return answer;
    }
    return {
      ...answer,
      start(sink: ByteSink) {
        answer.start(sink);
        over.onStop(() => sink.end());
        if (isWatch) watched.stop();
      },
    };
  }

  /** Ends a replay, and all streams of its clients. */
  end(name: string): void {
    const replay = this.#open.get(name);
    if (replay === undefined) return;
    this.#open.delete(name);
    replay.over.stop();
    replay.view.close();
  }

  close(): void {
    for (const name of [...this.#open.keys()]) this.end(name);
  }

  #tell({ log, over, watched }: OpenReplay, sink: ByteSink): void {
    sink.write(`${JSON.stringify({ revision: log.revision, at: log.at })}\n`);
    watched.onStop(() => sink.write(`${JSON.stringify({ watched: true })}\n`));
    over.onStop(() => sink.end());
  }

  #checkRoom(name: string): void {
    if (this.#open.has(name)) throw statusErrors.badRequest(`a replay ${JSON.stringify(name)} is open: choose another name`);
    if (this.#open.size >= REPLAYS_MAX) throw statusErrors.tooManyRequests(`${REPLAYS_MAX} replays are open: end one first`);
  }

  #named(name: string): OpenReplay {
    const replay = this.#open.get(name);
    if (replay === undefined) throw statusErrors.notFoundMessage(`no replay ${JSON.stringify(name)} is open: it has ended`);
    return replay;
  }
}
