import { type DrillEnding, HELD_MS, type TurnProgress } from '@klockwork/drills';
import type { SimulatedTestCluster } from '@klockwork/test-cluster';
import type { PlayerTurn } from './drill-run.ts';

const CHECK_MS = 1_000;
const CLOCK = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const ERROR_MIN = 400;

/**
 * Turn of a person: lab time runs, and obeys the Clock object. Ends when the time is over, when it is asked to, or when broken conditions have
 * held for {@link HELD_MS}.
 */
export class LiveTurn {
  readonly #turn: PlayerTurn;
  readonly #begunAt: number;
  readonly #wasBroken: boolean;
  #heldSince: number | undefined;
  #resolve: (ending: DrillEnding) => void = () => {};

  constructor(turn: PlayerTurn) {
    this.#turn = turn;
    this.#begunAt = this.#now;
    this.#wasBroken = !this.#holds();
  }

  /** Lets lab time run at a rate up to the end of the turn, where it stands again. */
  async take(rate: number): Promise<DrillEnding> {
    const { cluster } = this.#turn;
    const ended = new Promise<DrillEnding>((resolve) => {
      this.#resolve = resolve;
    });
    this.#watch();
    await setClock(cluster, { paused: false, rate });
    const ending = await ended;
    await setClock(cluster, { paused: true });
    await cluster.settle();
    return ending;
  }

  /** Ends the turn. */
  end(): void {
    this.#finish('Asked');
  }

  progress(): TurnProgress {
    const { withinMs } = this.#turn;
    const elapsedMs = this.elapsedMs;
    return { elapsedMs, ...(withinMs !== undefined && { leftMs: withinMs - elapsedMs }), conditions: this.#turn.conditions() };
  }

  /** Lab time since the turn began, in ms. */
  get elapsedMs(): number {
    return this.#now - this.#begunAt;
  }

  get #now(): number {
    return this.#turn.cluster.now.getTime();
  }

  /** Checks once per second of lab time. */
  #watch(): void {
    const { clock } = this.#turn.cluster.join('player');
    const check = (): void => {
      const ending = this.#ending();
      if (ending !== undefined) this.#finish(ending);
      else clock.after(CHECK_MS, { name: 'turn-check', object: 'players/player' }, check);
    };
    clock.after(CHECK_MS, { name: 'turn-check', object: 'players/player' }, check);
  }

  #ending(): DrillEnding | undefined {
    const { withinMs } = this.#turn;
    if (withinMs !== undefined && this.elapsedMs >= withinMs) return 'TimeOver';
    if (!this.#wasBroken || !this.#holds()) {
      this.#heldSince = undefined;
      return undefined;
    }
    this.#heldSince ??= this.#now;
    return this.#now - this.#heldSince >= HELD_MS ? 'ObjectivesHeld' : undefined;
  }

  #holds(): boolean {
    return this.#turn.conditions().every(({ met }) => met);
  }

  /** Stops lab time at this instant. */
  #finish(ending: DrillEnding): void {
    void this.#turn.cluster.pause();
    this.#resolve(ending);
  }
}

async function setClock(cluster: SimulatedTestCluster, spec: { readonly paused: boolean; readonly rate?: number }): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { status, text } = await cluster.request({ method: 'PATCH', path: CLOCK, headers, body: { spec } });
  if (status >= ERROR_MIN) throw new Error(`the clock was not set: ${text}`);
}
