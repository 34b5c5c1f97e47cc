import { type StoredEvent, type Why, whyText } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import type { Cancel } from '@klockwork/kernel';
import type { KubeletContext } from '@klockwork/kubelet';
import type { AdvanceCommand } from '@klockwork/lockstep';
import type { ApiRequests } from './api-requests.ts';
import { ClusterFailure } from './cluster-failure.ts';
import { namedCondition } from './conditions.ts';
import { durationMs } from './durations.ts';
import type { ApiPort, ServedApi } from './host-ports.ts';
import { HOST_LIMIT_MS, type Passage, pass } from './lab-time.ts';
import { LogSnapshot } from './log-snapshot.ts';
import { historyOf, objectName, stateAt } from './past-events.ts';
import type {
  ApiObject,
  ClusterSnapshot,
  ClusterState,
  Condition,
  Duration,
  Limits,
  ObjectRevision,
  Passed,
  PendingTimer,
  TestAnswer,
  TestCluster,
  TestRequest,
} from './public.ts';
import { requestsTo } from './send-to-world.ts';
import { WatchedCondition } from './watched-condition.ts';
import type { World, WorldOptions } from './world.ts';

/** Starts worlds of one cluster: the first one, and one after each restored snapshot. */
export interface WorldSource extends Pick<WorldOptions, 'host'> {
  readonly seed: number;
  /** Returns what clients over HTTPS see of the API. */
  view(api: HttpApi): HttpApi;
  /** Starts a world on a snapshot. `life` names it: no two worlds of a seed draw alike. */
  start(snapshot: LogSnapshot, life: string): Promise<World>;
}

const WITHIN_MS = 5 * 60_000;
const STEP_MS_MAX = 24 * 3_600_000;
const TIMERS_MAX = 50;

/** TestCluster over simulated processes. */
export class SimulatedTestCluster implements TestCluster {
  readonly #source: WorldSource;
  readonly #name: string;
  #world: World;
  #requests: ApiRequests;
  #rate = 1;
  #lives = 0;
  #port: Promise<ApiPort> | undefined;

  /** Takes over a started world; `name` differs between the forks of a cluster. */
  constructor(source: WorldSource, world: World, name: string) {
    this.#source = source;
    this.#name = name;
    this.#world = world;
    this.#requests = requestsTo(world);
  }

  get now(): Date {
    return new Date(this.#world.now());
  }

  get seed(): number {
    return this.#source.seed;
  }

  get state(): ClusterState {
    return this.#world.state;
  }

  apply(...manifests: readonly (string | ApiObject)[]): Promise<readonly ApiObject[]> {
    return this.#requests.applyAll(manifests);
  }

  async delete(object: string): Promise<void> {
    await this.#requests.delete(this.pathOf(object));
  }

  /** Returns the API's path of a live object. Throws an Error without one. */
  pathOf(object: string): string {
    return this.#world.state.livePath(object);
  }

  request(request: TestRequest): Promise<TestAnswer> {
    return this.#requests.send(request);
  }

  advance(by: Duration, limits: Limits = {}): Promise<Passed> {
    return this.#pass({ until: this.#world.now() + durationMs(by), stopAt: 'bound' }, limits);
  }

  step(limits: Limits = {}): Promise<Passed> {
    return this.#pass({ until: this.#world.now() + STEP_MS_MAX, stopAt: 'step' }, limits);
  }

  pauseAt(instant: Date | Duration, limits: Limits = {}): Promise<Passed> {
    const until = instant instanceof Date ? instant.getTime() : this.#world.now() + durationMs(instant);
    return this.#pass({ until, stopAt: 'bound', maxRate: this.#rate }, limits);
  }

  async resume(): Promise<void> {
    this.#world.coordinator.scale(this.#rate);
  }

  async pause(): Promise<void> {
    this.#world.coordinator.scale(0);
  }

  async setRate(rate: number): Promise<void> {
    if (!(rate > 0)) throw new Error(`a rate is above 0, not ${rate}`);
    this.#rate = rate;
    if (this.#world.coordinator.state().mode === 'Running') await this.resume();
  }

  async pending(): Promise<readonly PendingTimer[]> {
    const timers = await this.#world.coordinator.timers(TIMERS_MAX);
    return timers.map((timer) => ({ ...timer, at: new Date(timer.at) }));
  }

  async settle({ hostLimit = HOST_LIMIT_MS }: Limits = {}): Promise<void> {
    const workers = await this.#world.rest(durationMs(hostLimit));
    if (workers !== undefined) throw await this.#failure(`the cluster did not settle within ${hostLimit}: ${workers.join(', ')}`);
    await this.#checkSound();
  }

  async until(condition: Condition, { within = WITHIN_MS, ...limits }: Limits & { within?: Duration } = {}): Promise<Passed> {
    const watchedCondition = new WatchedCondition(namedCondition(condition), this.#world);
    try {
      const stopAt = this.#world.isWhole() ? 'idle' : 'bound';
      const command = { until: this.#world.now() + durationMs(within), stopAt, isMet: () => watchedCondition.isMet } as const;
      const { outcome, passed } = await this.#passage(command, limits);
      watchedCondition.rethrow();
      if (watchedCondition.isMet) return passed;
      const reason = outcome === 'Idle' ? 'and no timer is left that could change anything' : `within ${within} of lab time`;
      throw await this.#failure(`"${watchedCondition.condition.text}" did not hold, ${reason}`, watchedCondition.condition.object);
    } finally {
      watchedCondition.stop();
    }
  }

  async never(condition: Condition, { for: span, ...limits }: Limits & { for: Duration }): Promise<Passed> {
    const watchedCondition = new WatchedCondition(namedCondition(condition), this.#world);
    try {
      const command = { until: this.#world.now() + durationMs(span), stopAt: 'bound', isMet: () => watchedCondition.isMet } as const;
      const { passed } = await this.#passage(command, limits);
      watchedCondition.rethrow();
      if (!watchedCondition.isMet) return passed;
      const { event, condition } = watchedCondition;
      const when = event === undefined ? 'from the beginning' : `at revision ${event.revision} (${event.type})`;
      throw await this.#failure(`"${condition.text}" held ${when}`, condition.object ?? (event && objectName(event.key)));
    } finally {
      watchedCondition.stop();
    }
  }

  async kill(process: string): Promise<void> {
    const { cluster } = this.#world;
    this.#world.checkProcess(process);
    if (!cluster.isRunning(process)) return;
    cluster.crash(process);
    const fault = { name: 'SIGKILL', process, nodes: cluster.nodes.includes(process) ? [process] : [] };
    if (cluster.isRunning('api-server')) await this.request({ method: 'POST', path: '/klockwork/v1/faults', body: fault });
  }

  async start(process: string): Promise<void> {
    this.#world.checkProcess(process);
    if (!this.#world.cluster.isRunning(process)) this.#world.cluster.start(process);
  }

  async fault(spec: { readonly type: string }): Promise<string> {
    const name = `fault-${this.#world.state.list('faults').length + 1}`;
    await this.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name }, spec });
    await this.settle();
    return name;
  }

  at(moment: number | Date): ClusterState {
    return stateAt(this.#world.events, moment);
  }

  history(object: string): readonly ObjectRevision[] {
    return historyOf(this.#world.events, this.#world.state, object);
  }

  why(object: string): Promise<string> {
    return this.#causes(`object=${encodeURIComponent(objectName(this.#world.state.keyOf(object)))}`);
  }

  /** Returns the chain of causes of one event of the log, as `klockwork why REVISION` prints it. */
  whyRevision(revision: number): Promise<string> {
    return this.#causes(`revision=${revision}`);
  }

  /** Committed events, oldest first. */
  get events(): readonly StoredEvent[] {
    return this.#world.events;
  }

  /** Calls `listener` for each committed event, after `state` contains it. Ends with `restore`. */
  onCommitted(listener: (event: StoredEvent) => void): Cancel {
    return this.#world.onCommitted(listener);
  }

  /** Connects a process of the caller to the cluster's network. Ends with `restore`. */
  join(name: string): KubeletContext {
    return this.#world.cluster.join(name);
  }

  /** Lets lab time pass until `isMet`, which is asked before each jump, at most for `withinMs`. Returns whether it was met. */
  async passUntil(isMet: () => boolean, withinMs: number, limits: Limits = {}): Promise<boolean> {
    const { outcome } = await this.#passage({ until: this.#world.now() + withinMs, stopAt: 'bound', isMet }, limits);
    return outcome === 'ConditionMet' || isMet();
  }

  async #causes(query: string): Promise<string> {
    const { status, text } = await this.request({ path: `/klockwork/v1/why?${query}` });
    if (status !== 200) throw new Error((JSON.parse(text) as { message: string }).message);
    return whyText(JSON.parse(text) as Why);
  }

  async snapshot(): Promise<LogSnapshot> {
    await this.settle();
    const { state, events, cluster } = this.#world;
    const nodes = cluster.nodes.filter((node) => cluster.isRunning(node));
    return new LogSnapshot({ events: [...events], revision: state.revision, time: this.now, nodes });
  }

  async restore(snapshot: ClusterSnapshot): Promise<void> {
    if (!(snapshot instanceof LogSnapshot)) throw new Error('only a snapshot of this cluster or of its forks can be restored');
    this.#world.end();
    this.#lives += 1;
    this.#world = await this.#source.start(snapshot, `${this.#name}/${this.#lives}`);
    this.#requests = requestsTo(this.#world);
    await (await this.#port)?.serve(this.served());
    await this.settle();
  }

  async fork(): Promise<SimulatedTestCluster> {
    const snapshot = await this.snapshot();
    this.#lives += 1;
    const name = `${this.#name}/fork-${this.#lives}`;
    const world = await this.#source.start(snapshot, name);
    const fork = new SimulatedTestCluster(this.#source, world, name);
    await fork.settle();
    return fork;
  }

  async kubeconfig(): Promise<string> {
    this.#port ??= this.#source.host.openApiPort(this.served());
    return (await this.#port).kubeconfig;
  }

  async client<T extends { loadFromFile(path: string): void }>(kubeConfig: new () => T): Promise<T> {
    const config = new kubeConfig();
    config.loadFromFile(await this.kubeconfig());
    return config;
  }

  async stop(): Promise<void> {
    this.#world.end();
    await (await this.#port)?.close();
    this.#port = undefined;
  }

  /** Returns the API as clients see it. */
  served(): ServedApi {
    return { http: this.#source.view(this.#world.cluster.http), activity: this.#world.activity };
  }

  async #pass(command: AdvanceCommand, limits: Limits): Promise<Passed> {
    return (await this.#passage(command, limits)).passed;
  }

  async #passage(command: AdvanceCommand, { hostLimit = HOST_LIMIT_MS }: Limits): Promise<Pick<Passage, 'outcome'> & { passed: Passed }> {
    const { outcome, advance, blockedBy } = await pass(this.#world, this.#source.host, command, durationMs(hostLimit));
    await this.#checkSound();
    if (outcome === 'HostLimit')
      throw await this.#failure(`lab time did not pass within ${hostLimit} of host time: ${blockedBy.join(', ')}`);
    const { from, now, jumps, fired } = advance.progress();
    return { outcome, passed: { from: new Date(from), to: new Date(now), jumps, fired } };
  }

  async #checkSound(): Promise<void> {
    const { broken } = this.#world;
    if (broken !== undefined) throw await this.#failure(`a process of the cluster failed: ${broken.message}`, undefined, { cause: broken });
  }

  /** Returns an error that asks for the causes of `object`, if it ever existed. */
  async #failure(problem: string, object?: string, options?: ErrorOptions): Promise<ClusterFailure> {
    const { state } = this.#world;
    const causes = object === undefined ? undefined : await this.why(object).catch((error: Error) => error.message);
    return new ClusterFailure(problem, { at: this.#world.now(), revision: state.revision, seed: this.seed, causes }, options);
  }
}
