import type { Drill, DrillPlay, DrillResult } from '@klockwork/drills';
import type { HttpApi } from '@klockwork/http-api';
import { type StopSignal, StopSource } from '@klockwork/kernel';
import type { SimulatedTestCluster, TestClusters } from '@klockwork/test-cluster';
import { drillResult } from './drill-result.ts';
import { DrillRun, type PlayerTurn } from './drill-run.ts';
import type { Kubectl } from './play-step.ts';

/** Options of a drill's run. */
export interface RunDrillOptions {
  readonly clusters: TestClusters;
  /** Default: the seed of the drill. */
  readonly seed?: number | undefined;
  /** Solution or cheat that is played in place of the player. */
  readonly play?: DrillPlay | undefined;
  /** Takes the turn of the player. */
  player?(turn: PlayerTurn): Promise<void>;
  /**
   * Returns what a person sees of the API. With it, lab time obeys the Clock object, so that the person can change its rate: equal drills then
   * differ in their logs.
   */
  view?(api: HttpApi): HttpApi;
  /** Called before the first step, with the run and its cluster. */
  onBegin?(run: DrillRun, cluster: SimulatedTestCluster): void;
  /** Called with the result. The cluster lives until the promise settles. */
  onResult?(result: DrillResult): Promise<void>;
  /** Needed by steps with kubectl. */
  readonly kubectl?: Kubectl | undefined;
  /** Stops the run: faults are removed, and the run rejects with DrillStoppedError. */
  readonly stop?: StopSignal;
  /** Name or file for the command that replays the run; default: the drill's name. */
  readonly source?: string | undefined;
}

/**
 * Plays a checked drill on a cluster of its own, and returns its result. Equal drills and seeds give equal logs and results. The cluster ends
 * in any case.
 */
export async function runDrill(drill: Drill, options: RunDrillOptions): Promise<DrillResult> {
  const { clusters, play, kubectl, stop = new StopSource(), source = drill.metadata.name } = options;
  const { nodes, latency, at, seed } = { ...drill.spec.lab, ...(options.seed !== undefined && { seed: options.seed }) };
  const view = options.view?.bind(options);
  const cluster = await clusters.start({ nodes, latency, at, seed, obeysClock: view !== undefined, ...(view && { view }) });
  try {
    const run = new DrillRun({ drill, cluster, play, kubectl, stop, player: options.player?.bind(options) });
    options.onBegin?.(run, cluster);
    await run.play();
    const result = await drillResult({ drill, cluster, play, run, source });
    await options.onResult?.(result);
    return result;
  } finally {
    await cluster.stop();
  }
}
