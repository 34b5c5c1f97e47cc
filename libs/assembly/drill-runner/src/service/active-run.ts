import {
  type DrillEnding,
  type DrillResult,
  type HintState,
  playDebrief,
  type RunPhase,
  type RunState,
  type TimedWrite,
} from '@klockwork/drills';
import type { HttpApi } from '@klockwork/http-api';
import { messageOf, StopSource } from '@klockwork/kernel';
import type { ServedApi, SimulatedTestCluster, TestClusters } from '@klockwork/test-cluster';
import { type DrillRun, DrillStoppedError, type PlayerTurn } from '../drill-run.ts';
import { LiveTurn } from '../live-turn.ts';
import type { Kubectl } from '../play-step.ts';
import { PlayerView, type PlayerWrite } from '../player-view.ts';
import { runDrill } from '../run-drill.ts';
import type { RunOrder } from './run-order.ts';
import { runProgress } from './run-progress.ts';
import { hasEnded } from './run-state.ts';

/** Dependencies of an {@link ActiveRun}. */
export interface ActiveRunParts {
  readonly id: string;
  readonly order: RunOrder;
  readonly clusters: TestClusters;
  readonly kubectl?: Kubectl | undefined;
  /** Called after each change of phase. */
  onChange(): void;
}

/** Attempt at a drill: its cluster lives until `stop` or `close`. */
interface Attempt {
  readonly stop: StopSource;
  /** Lets the cluster of an ended attempt go. */
  readonly close: () => void;
  readonly isClosed: Promise<void>;
  readonly writes: TimedWrite[];
  run?: DrillRun;
  cluster?: SimulatedTestCluster;
  /** API without the view of the player. */
  whole?: HttpApi;
  served?: ServedApi;
  live?: LiveTurn;
  task?: string | undefined;
  ending?: DrillEnding;
}

/** Run or play of a drill, with its resets. Its cluster stays after the result, for people to look at. */
export class ActiveRun {
  readonly #parts: ActiveRunParts;
  #attempt = newAttempt();
  #work: Promise<void> = Promise.resolve();
  #attempts = 1;
  #hintsTaken = 0;
  #phase: RunPhase = 'Preparing';
  #message: string | undefined;
  #outcome: Pick<RunState, 'result' | 'debrief' | 'verdict' | 'score'> = {};

  constructor(parts: ActiveRunParts) {
    this.#parts = parts;
    this.#work = this.#play(this.#attempt);
  }

  get id(): string {
    return this.#parts.id;
  }

  get hasEnded(): boolean {
    return hasEnded({ phase: this.#phase });
  }

  /** API of the cluster: the player's view of it until the end of a play. Undefined while it may not be seen. */
  get served(): ServedApi | undefined {
    const { served, whole } = this.#attempt;
    if (this.#phase !== 'Completed') return served;
    return served && { ...served, http: whole ?? served.http };
  }

  state(): RunState {
    const { id, order } = this.#parts;
    const { drill, mode, seed, play } = order;
    const { run, live, task } = this.#attempt;
    const isSecret = mode === 'play' && this.#phase !== 'Completed';
    return {
      ...{ id, drill: drill.metadata.name, title: drill.spec.title, description: drill.spec.description, mode, seed },
      ...(play !== undefined && { solution: play.name }),
      ...{ phase: this.#phase, isOpen: this.served !== undefined, attempts: this.#attempts, hints: this.#hints() },
      ...(this.#message !== undefined && { message: this.#message }),
      ...(task !== undefined && { task }),
      ...(live !== undefined && this.#phase === 'Turn' && { turn: live.progress() }),
      ...(run !== undefined && !isSecret && { progress: runProgress(run) }),
      ...this.#outcome,
    };
  }

  /** Takes the next hint. Returns the reason of a refusal. */
  takeHint(): string | undefined {
    const { hints } = this.#parts.order.drill.spec;
    if (this.#parts.order.mode !== 'play') return 'only a play has hints';
    if (this.hasEnded) return 'the play has ended: its debrief has the solutions';
    if (this.#hintsTaken >= hints.length) return hints.length === 0 ? 'the drill has no hints' : `all ${hints.length} hints are taken`;
    this.#hintsTaken += 1;
    this.#parts.onChange();
    return undefined;
  }

  /** Ends the turn of the player; the rest of the drill then judges. Returns the reason of a refusal. */
  endTurn(): string | undefined {
    if (this.#phase !== 'Turn') return 'it is not the turn of a player';
    this.#attempt.live?.end();
    return undefined;
  }

  /** Begins a play again, in its broken state. Hints stay taken. Returns the reason of a refusal. */
  async reset(): Promise<string | undefined> {
    if (this.#parts.order.mode !== 'play') return 'only a play is reset: start another run';
    await this.#halt();
    this.#attempts += 1;
    this.#attempt = newAttempt();
    [this.#outcome, this.#message] = [{}, undefined];
    this.#enter('Preparing');
    this.#work = this.#play(this.#attempt);
    return undefined;
  }

  /** Stops the run, and ends its cluster. Resolves after the end of the cluster. */
  async stop(): Promise<void> {
    await this.#halt();
    this.#parts.onChange();
  }

  async #halt(): Promise<void> {
    const { stop, close, live } = this.#attempt;
    stop.stop();
    if (this.#phase === 'Turn') live?.end();
    close();
    await this.#work;
    delete this.#attempt.served;
  }

  async #play(attempt: Attempt): Promise<void> {
    const { order, clusters, kubectl } = this.#parts;
    const { drill, seed, source, play, mode, object } = order;
    const isPlay = mode === 'play';
    try {
      await object?.begin(seed);
      await runDrill(drill, {
        ...{ clusters, seed, source, kubectl, stop: attempt.stop, play },
        onBegin: (run, cluster) => this.#begin(attempt, run, cluster),
        onResult: (result) => this.#end(attempt, result),
        ...(isPlay && {
          view: (api: HttpApi) => this.#viewOf(attempt, api),
          player: (turn: PlayerTurn) => this.#takeTurn(attempt, turn),
        }),
      });
    } catch (error) {
      await this.#fail(error);
    }
  }

  #begin(attempt: Attempt, run: DrillRun, cluster: SimulatedTestCluster): void {
    attempt.run = run;
    attempt.cluster = cluster;
    if (this.#parts.order.mode === 'run') this.#enter('Running');
  }

  #viewOf(attempt: Attempt, api: HttpApi): HttpApi {
    attempt.whole = api;
    return new PlayerView(api, (write) => this.#note(attempt, write));
  }

  async #takeTurn(attempt: Attempt, turn: PlayerTurn): Promise<void> {
    const live = new LiveTurn(turn);
    [attempt.live, attempt.task] = [live, turn.task];
    if (attempt.cluster !== undefined) attempt.served = attempt.cluster.served();
    const ending = live.take(this.#parts.order.rate);
    this.#enter('Turn');
    attempt.ending = await ending;
    this.#enter('Judging');
  }

  #note({ live, writes }: Attempt, write: PlayerWrite): void {
    if (this.#phase === 'Turn' && live !== undefined) writes.push({ ...write, elapsedMs: live.elapsedMs });
  }

  /** Stores the result. Resolves when the cluster may end. */
  async #end(attempt: Attempt, result: DrillResult): Promise<void> {
    if (attempt.stop.stopped) throw new DrillStoppedError('the drill was stopped');
    const { order } = this.#parts;
    await order.object?.end(result);
    attempt.served ??= attempt.cluster?.served();
    const debrief = order.mode === 'play' ? this.#debriefOf(attempt, result) : undefined;
    this.#outcome = {
      ...{ result, verdict: result.verdict, score: debrief?.points ?? result.score },
      ...(debrief !== undefined && { debrief }),
    };
    this.#enter('Completed');
    await attempt.isClosed;
  }

  #debriefOf({ ending, writes }: Attempt, result: DrillResult): RunState['debrief'] {
    const ended = { ...(ending !== undefined && { ending }), attempts: this.#attempts, hintsTaken: this.#hintsTaken, writes, problems: [] };
    const { result: _, ...debrief } = playDebrief(this.#parts.order.drill, result, ended);
    return debrief;
  }

  async #fail(error: unknown): Promise<void> {
    const isStop = error instanceof DrillStoppedError;
    this.#message = isStop ? undefined : messageOf(error);
    this.#outcome = { verdict: 'Inconclusive' };
    await this.#parts.order.object?.stop().catch((problem: unknown) => {
      this.#message = messageOf(problem);
    });
    this.#enter(isStop ? 'Stopped' : 'Failed');
  }

  #enter(phase: RunPhase): void {
    this.#phase = phase;
    this.#parts.onChange();
  }

  #hints(): HintState {
    const { hints } = this.#parts.order.drill.spec;
    const next = hints[this.#hintsTaken];
    return {
      taken: hints.slice(0, this.#hintsTaken),
      left: this.#parts.order.mode === 'play' ? hints.length - this.#hintsTaken : 0,
      ...(next !== undefined && { nextCost: next.cost }),
    };
  }
}

function newAttempt(): Attempt {
  let close = () => {};
  const isClosed = new Promise<void>((resolve) => {
    close = resolve;
  });
  return { stop: new StopSource(), close, isClosed, writes: [] };
}
