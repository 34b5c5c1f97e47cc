import { type LogEvent, type Why, whyText } from '@klockwork/event-store';
import type { Cancel, HostTimer } from '@klockwork/kernel';
import { advanceEnded, type ClockAdvance } from '@klockwork/resources';
import { ApiRequests, messageOf } from './api-requests.ts';
import { ClusterFailure } from './cluster-failure.ts';
import { durationMs } from './durations.ts';
import { LabLog } from './lab-log.ts';
import { HOST_LIMIT_MS } from './lab-time.ts';
import { LabTimeRequests, type LabVerdict, passedOf, type SendInTime } from './lab-time-requests.ts';
import { historyOf, objectName, stateAt } from './past-events.ts';
import type {
  ApiObject,
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

/** Service processes of a cluster, and the way to them. */
export interface LabProcesses {
  readonly kubeconfig: string;
  readonly send: SendInTime;
  /** Passes on all events of the log, and reconnects at the next revision, until cancelled. */
  follow(onEvent: (event: LogEvent) => void): Cancel;
  /** Sends SIGKILL to a service, or to the agent of a node. Rejects for an unknown name. */
  kill(process: string): Promise<void>;
  /** Boots a node. A killed service starts by itself. Rejects for an unknown name. */
  start(process: string): Promise<void>;
  /** Ends all processes, and removes their files. */
  stop(): Promise<void>;
}

const WITHIN = '5m';
const GOALS: readonly string[] = ['Reached', 'Idle', 'Stepped', 'ConditionMet'];

/** TestCluster over service processes. `state` follows their log: after each call it contains what the call caused. */
export class LabTestCluster implements TestCluster {
  readonly seed = undefined;
  readonly #lab: LabProcesses;
  readonly #host: HostTimer;
  readonly #log = new LabLog();
  readonly #time: LabTimeRequests;
  readonly #requests: ApiRequests;
  readonly #stopFollowing: Cancel;
  /** Lab time at an instant of the host, and its speed; 0 while it stands. */
  #known = { lab: 0, host: 0, speed: 0 };
  #rate = 1;

  private constructor(lab: LabProcesses, host: HostTimer) {
    this.#lab = lab;
    this.#host = host;
    this.#time = new LabTimeRequests(lab.send);
    this.#requests = new ApiRequests((request) => this.request(request));
    this.#stopFollowing = lab.follow((event) => this.#log.take(event));
  }

  /** Takes over a started lab, and lets its time stand still at `instant`. Rejects if that instant is over. */
  static async at(lab: LabProcesses, host: HostTimer, instant: Date): Promise<LabTestCluster> {
    const cluster = new LabTestCluster(lab, host);
    await cluster.pause();
    // Clocks that stopped late stand a little further: the first jump takes all of them to one whole millisecond.
    await cluster.advance('1ms');
    const leftMs = instant.getTime() - cluster.now.getTime();
    if (leftMs < 0) throw new Error(`the processes took ${-leftMs} ms longer to start than the lead before ${instant.toISOString()}`);
    await cluster.advance(leftMs);
    await cluster.settle();
    return cluster;
  }

  get now(): Date {
    const { lab, host, speed } = this.#known;
    return new Date(Math.floor(lab + (speed === 0 ? 0 : (this.#host.now() - host) * speed)));
  }

  get state(): ClusterState {
    return this.#log.state;
  }

  apply(...manifests: readonly (string | ApiObject)[]): Promise<readonly ApiObject[]> {
    return this.#requests.applyAll(manifests);
  }

  async delete(object: string): Promise<void> {
    await this.#catchUp();
    const { state } = this.#log;
    const key = state.keyOf(object);
    const newest = state.newest(key);
    if (newest === undefined) throw new Error(`${key.resource} "${key.name}" not found`);
    await this.#requests.delete(state.pathOf(key, newest));
  }

  async request(request: TestRequest): Promise<TestAnswer> {
    const answer = await this.#lab.send(request);
    if (!['GET', 'HEAD'].includes(request.method ?? 'GET')) await this.#catchUp();
    return answer;
  }

  advance(by: Duration, { hostLimit = HOST_LIMIT_MS }: Limits = {}): Promise<Passed> {
    return this.#pass(`advance by ${by}`, this.#time.advance({ advance: spanText(by) }, durationMs(hostLimit)));
  }

  step({ hostLimit = HOST_LIMIT_MS }: Limits = {}): Promise<Passed> {
    return this.#pass('step', this.#time.step(durationMs(hostLimit)));
  }

  pauseAt(instant: Date | Duration, { hostLimit = HOST_LIMIT_MS }: Limits = {}): Promise<Passed> {
    const span = instant instanceof Date ? instant.getTime() - this.now.getTime() : instant;
    return this.#pass('pauseAt', this.#time.advance({ advance: spanText(span), maxRate: this.#rate }, durationMs(hostLimit)));
  }

  async resume(): Promise<void> {
    this.#stands(await this.#time.resume(this.#rate), this.#rate);
  }

  async pause(): Promise<void> {
    this.#stands(await this.#time.pause());
  }

  async setRate(rate: number): Promise<void> {
    if (!(rate > 0)) throw new Error(`a rate is above 0, not ${rate}`);
    this.#rate = rate;
    if (this.#known.speed !== 0) await this.resume();
  }

  pending(): Promise<readonly PendingTimer[]> {
    return this.#time.pending();
  }

  async settle({ hostLimit = HOST_LIMIT_MS }: Limits = {}): Promise<void> {
    const settled = await this.#time.settle(durationMs(hostLimit)).catch((error: Error) => error);
    if (settled instanceof Error) throw await this.#failure(settled.message);
    this.#stands(new Date(settled.now));
    await this.#log.reached(settled.revision);
  }

  until(condition: Condition, { within = WITHIN, hostLimit = HOST_LIMIT_MS }: Limits & { within?: Duration } = {}): Promise<Passed> {
    return this.#judge(condition, (text) => this.#time.until(text, spanText(within), durationMs(hostLimit)));
  }

  never(condition: Condition, { for: span, hostLimit = HOST_LIMIT_MS }: Limits & { for: Duration }): Promise<Passed> {
    return this.#judge(condition, (text) => this.#time.never(text, spanText(span), durationMs(hostLimit)));
  }

  kill(process: string): Promise<void> {
    return this.#lab.kill(process);
  }

  start(process: string): Promise<void> {
    return this.#lab.start(process);
  }

  async fault(spec: { readonly type: string }): Promise<string> {
    const name = `fault-${this.state.list('faults').length + 1}`;
    await this.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name }, spec });
    await this.settle();
    return name;
  }

  at(moment: number | Date): ClusterState {
    return stateAt(this.#log.events, moment);
  }

  history(object: string): readonly ObjectRevision[] {
    return historyOf(this.#log.events, this.#log.state, object);
  }

  async why(object: string): Promise<string> {
    const name = objectName(this.#log.state.keyOf(object));
    const { status, text } = await this.#lab.send({ path: `/klockwork/v1/why?object=${encodeURIComponent(name)}` });
    if (status !== 200) throw new Error(messageOf(status, text));
    return whyText(JSON.parse(text) as Why);
  }

  snapshot(): Promise<never> {
    return Promise.reject(onlyInProcess('snapshots'));
  }

  restore(): Promise<never> {
    return Promise.reject(onlyInProcess('snapshots'));
  }

  fork(): Promise<never> {
    return Promise.reject(onlyInProcess('forks'));
  }

  async kubeconfig(): Promise<string> {
    return this.#lab.kubeconfig;
  }

  async client<T extends { loadFromFile(path: string): void }>(kubeConfig: new () => T): Promise<T> {
    const config = new kubeConfig();
    config.loadFromFile(this.#lab.kubeconfig);
    return config;
  }

  async stop(): Promise<void> {
    this.#stopFollowing();
    await this.#lab.stop();
  }

  /** Waits for the end of an advance. Rejects if it ended early. */
  async #pass(what: string, ending: Promise<ClockAdvance>): Promise<Passed> {
    const advance = await this.#inTime(ending);
    await this.#onAdvanced(advance);
    // An advance of 0s has no phase of its own: there was nothing to pass.
    if (advance.phase === undefined || GOALS.includes(advance.phase)) return passedOf({ ...advance, requestedAt: this.now.toISOString() });
    throw await this.#failure(`${what} ended as ${advance.phase}${advance.message === undefined ? '' : `: ${advance.message}`}`);
  }

  async #judge(condition: Condition, judged: (text: string) => Promise<LabVerdict>): Promise<Passed> {
    if (typeof condition !== 'string') throw onlyInProcess('conditions that are functions');
    const { passed, message, advance } = await this.#inTime(judged(condition));
    if (advance !== undefined) await this.#onAdvanced(advance);
    if (!passed || advance === undefined) throw await this.#failure(message, condition.trim().split(/\s+/)[0]);
    return passedOf(advance);
  }

  /** Ends an advance that takes longer than its limit in host time. */
  async #inTime<T>(request: Promise<T>): Promise<T> {
    const answer = await request.catch((error: Error) => error);
    if (!(answer instanceof Error)) return answer;
    if (answer.name !== 'TimeoutError') throw answer;
    await this.#time.end();
    throw await this.#failure(answer.message);
  }

  async #onAdvanced(advance: ClockAdvance): Promise<void> {
    if (advance.now !== undefined && advanceEnded(advance)) this.#stands(new Date(advance.now));
    await this.#catchUp();
  }

  /** Notes that lab time stands at an instant, or runs from there. */
  #stands(at: Date, speed = 0): void {
    this.#known = { lab: at.getTime(), host: this.#host.now(), speed };
  }

  /** Waits until `state` has all writes that were answered. */
  async #catchUp(): Promise<void> {
    const { status, text } = await this.#lab.send({ path: '/klockwork/v1/status' });
    if (status === 200) await this.#log.reached((JSON.parse(text) as { readonly revision: number }).revision);
  }

  async #failure(problem: string, object?: string): Promise<ClusterFailure> {
    const causes = object === undefined ? undefined : await this.why(object).catch((error: Error) => error.message);
    return new ClusterFailure(problem, { at: this.now.getTime(), revision: this.state.revision, causes });
  }
}

function onlyInProcess(what: string): Error {
  return new Error(`a cluster of processes has no ${what}: start one in the test's process, without "processes"`);
}

/** Returns a span as the API takes it. */
function spanText(span: Duration): string {
  return typeof span === 'number' ? `${span}ms` : span;
}
