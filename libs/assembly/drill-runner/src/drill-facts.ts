import { type DrillState, type DrillView, SteadyWatch, type TrafficCounts } from '@klockwork/drills';
import type { StoredEvent } from '@klockwork/event-store';
import { objectOf, type SimulatedTestCluster } from '@klockwork/test-cluster';
import type { RunningLoad } from './load-generator.ts';

/** Facts of a running drill: the cluster's state, its log since the drill's beginning, and traffic. */
export class DrillFacts implements DrillView {
  readonly #cluster: SimulatedTestCluster;
  readonly #logged = new Map<string, number>();
  loads: readonly RunningLoad[] = [];
  watch = new SteadyWatch([]);
  begunAt: number;

  constructor(cluster: SimulatedTestCluster) {
    this.#cluster = cluster;
    this.begunAt = this.now;
  }

  get state(): DrillState {
    return this.#cluster.state;
  }

  get now(): number {
    return this.#cluster.now.getTime();
  }

  get steady(): boolean {
    return this.watch.steady;
  }

  get unsteady(): readonly string[] {
    return this.watch.missing;
  }

  /** Begins to count. */
  begin(): void {
    this.begunAt = this.now;
    for (const { log } of this.loads) log.begin(this.begunAt);
  }

  addEvent({ type, key }: StoredEvent): void {
    for (const name of [type, `${type} ${key.group}/${key.resource}/${key.namespace}/${key.name}`])
      this.#logged.set(name, (this.#logged.get(name) ?? 0) + 1);
  }

  logged(type: string, object?: string): number {
    if (object === undefined) return this.#logged.get(type) ?? 0;
    const { group, resource, namespace, name } = objectOf([], object);
    return this.#logged.get(`${type} ${group}/${resource}/${namespace}/${name}`) ?? 0;
  }

  traffic(load: string, windowMs?: number): TrafficCounts {
    const running = this.loads.find((candidate) => candidate.load.name === load);
    if (running === undefined) throw new Error(`the drill has no load ${JSON.stringify(load)}`);
    return running.log.counts(windowMs === undefined ? undefined : this.now - windowMs);
  }
}
