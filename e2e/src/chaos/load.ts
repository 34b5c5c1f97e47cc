import { brokenCauses } from '@klockwork/event-store';
import type { Random } from '@klockwork/kernel';
import type { Lab } from '@klockwork/lab-tool';
import { ApiClient, LauncherClient } from '@klockwork/lab-tool';
import { unsettledParts } from './cluster-verdicts.ts';
import { ConfigMapWatcher } from './config-map-watcher.ts';
import { ConfigMapWriter } from './config-map-writer.ts';
import { brokenChains, lostWrites, watchGaps } from './log-verdicts.ts';
import { Scaler } from './scaler.ts';
import { converged } from './waiting.ts';

const WRITERS = 4;
const OBJECTS_PER_WRITER = 5;
const WATCHERS = 3;
const DEPLOYMENTS = ['red', 'green', 'blue'];
const REPLICAS_MAX = 8;
const SCALE_PAUSE_MS = 150;
/** Host time limit until a lab is settled after the last kill, on a busy machine. */
const REST_MS_MAX = 120_000;

/** Result of the load. */
export interface Outcome {
  /** Violations, one a line. */
  readonly complaints: readonly string[];
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly events: number;
  readonly restMs: number;
}

/** Load on a lab under chaos: writers and watches of ConfigMaps, and Deployments scaled up and down. */
export class Load {
  readonly launcher: LauncherClient;
  readonly #lab: Lab;
  readonly #api: ApiClient;
  readonly #scaler: Scaler;
  readonly #from: number;
  readonly #writers: readonly ConfigMapWriter[];
  readonly #watchers: readonly ConfigMapWatcher[];
  readonly #working: Promise<unknown>;
  readonly #watching: Promise<unknown>;
  #isOver = false;

  static async start(lab: Lab, random: Random): Promise<Load> {
    const [api, launcher] = [new ApiClient(lab.data), new LauncherClient(lab.data)];
    const scaler = new Scaler(api);
    for (const name of DEPLOYMENTS) await scaler.create(name, 3);
    const from = (await launcher.status()).revision as number;
    return new Load({ lab, api, launcher, scaler, from, random });
  }

  private constructor(parts: { lab: Lab; api: ApiClient; launcher: LauncherClient; scaler: Scaler; from: number; random: Random }) {
    const { lab, api, launcher, scaler, from, random } = parts;
    this.launcher = launcher;
    this.#lab = lab;
    this.#api = api;
    this.#scaler = scaler;
    this.#from = from;
    this.#writers = Array.from({ length: WRITERS }, (_, index) => {
      const names = Array.from({ length: OBJECTS_PER_WRITER }, (_, object) => `chaos-${index}-${object}`);
      return new ConfigMapWriter(api, names, random.fork(`writer-${index}`));
    });
    this.#watchers = Array.from({ length: WATCHERS }, () => new ConfigMapWatcher(api, from));
    const isOver = () => this.#isOver;
    this.#working = Promise.all([
      ...this.#writers.map((writer) => writer.run(isOver)),
      scaler.run(random.fork('scaler'), { replicasMax: REPLICAS_MAX, pauseMs: SCALE_PAUSE_MS }, isOver),
    ]);
    this.#watching = Promise.all(this.#watchers.map((watcher) => watcher.run()));
    // Errors are thrown by `end`, possibly much later.
    for (const work of [this.#working, this.#watching]) work.catch(() => {});
  }

  async services(): Promise<string[]> {
    return (await this.launcher.status()).services.map(({ name }) => name);
  }

  /** Stops the load, waits for a settled lab and complete watches, and compares all observations with the log. */
  async end(): Promise<Outcome> {
    this.#isOver = true;
    await this.#working;
    const acknowledged = this.#writers.flatMap((writer) => writer.acknowledged);
    const last = Math.max(...acknowledged.map(({ revision }) => revision));
    for (const watcher of this.#watchers) watcher.finishAt(last);
    const restMs = await converged('the lab at rest', REST_MS_MAX, () => unsettledParts(this.launcher, this.#api, this.#scaler.replicas));
    await this.#watching;
    this.#api.close();
    const log = await this.#lab.log();
    return {
      complaints: [
        ...brokenChains(log),
        ...brokenCauses(log),
        ...lostWrites(log, acknowledged),
        ...this.#watchers.flatMap((watcher) => watchGaps(log, watcher.events, this.#from)),
      ],
      acknowledged: acknowledged.length,
      unanswered: this.#writers.reduce((sum, { lost }) => sum + lost.unanswered, 0),
      events: log.length,
      restMs: Math.round(restMs),
    };
  }
}
