import { type Cause, type LogEvent, mergeCauses } from '@klockwork/event-store';
import { clockFor } from '@klockwork/kernel';
import type { ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import {
  type ContainerReport,
  decidePod,
  type Fact,
  isTerminalPhase,
  learn,
  type PodAction,
  type PodEnding,
  type PodState,
  type RecordAction,
  rememberPod,
  wantsResize,
  withAllocation,
  withEnding,
} from '@klockwork/pod-lifecycle';
import { isEnding } from './is-ending.ts';
import { withLogMessage } from './log-message.ts';
import { PodContainers } from './pod-containers.ts';
import { PodFailures } from './pod-failures.ts';
import { PodHooks } from './pod-hooks.ts';
import { PodProbes } from './pod-probes.ts';
import { PodSandbox } from './pod-sandbox.ts';
import { PodWake } from './pod-wake.ts';
import { ResumedPod } from './resumed-pod.ts';
import { RetainedAttempts } from './retained-attempts.ts';
import { RuntimeCauses } from './runtime-causes.ts';
import { sharingStatus } from './sharing-status.ts';
import { PodVolumes } from './volumes/pod-volumes.ts';
import type { MountedVolume } from './volumes/volume-plugin.ts';
import type { WorkerParts } from './worker-parts.ts';
import type { WorkerPod } from './worker-pod.ts';

type RuntimeAction = Exclude<PodAction, { type: 'record' | 'delete-pod' | 'forget-pod' | 'cancel-hook' }>;

/** Worker of one pod UID: learns facts, decides by the pure state machine, acts. */
export class PodWorker implements WorkerPod {
  readonly uid: string;
  readonly #parts: WorkerParts;
  readonly #attempts = new RetainedAttempts();
  #pod: Pod;
  #state: PodState;
  readonly #causes = new RuntimeCauses();
  readonly #wake: PodWake;
  readonly #reminder: PodWake;
  readonly #probes: PodProbes;
  readonly #hooks: PodHooks;
  readonly #sandbox: PodSandbox;
  readonly #containers: PodContainers;
  readonly #failures: PodFailures;
  readonly #volumes: PodVolumes;
  #cause: Cause;
  #removed = false;
  #stopped = false;
  #lookDue = false;

  /** `resumes`: the pod ran before this node's runtime, in the first of two clusters. */
  constructor(pod: Pod, parts: WorkerParts, cause: Cause, resumes = false) {
    this.uid = pod.metadata?.uid ?? '';
    this.#pod = pod;
    this.#parts = parts;
    const clock = clockFor(parts.clock, `pods/${pod.metadata?.namespace}/${pod.metadata?.name}`);
    this.#failures = new PodFailures({ clock, logger: parts.logger }, this);
    this.#wake = new PodWake(clock, (wokenCause) => this.#look(wokenCause));
    this.#reminder = new PodWake(clock, (wokenCause) => this.#look(wokenCause));
    const services = { clock, logger: parts.logger, runtime: parts.runtime };
    this.#probes = new PodProbes(services, this);
    this.#hooks = new PodHooks(services, this);
    this.#containers = new PodContainers(parts, this);
    this.#state = rememberPod(pod, parts.clock.now(), parts.host.startJitter(pod));
    this.#volumes = new PodVolumes(pod, clock, parts);
    this.#sandbox = new PodSandbox(parts, this, this.#volumes);
    this.#cause = cause;
    if (resumes) this.#failures.attempt(() => void this.#resume(cause));
    else this.#look(cause);
  }

  /** Decides first once the containers continue. */
  async #resume(cause: Cause): Promise<void> {
    this.#lookDue = true;
    const start = await new ResumedPod(this, this.#parts, this.#volumes).begin(cause);
    this.#lookDue = false;
    if (start === undefined || this.#stopped) return;
    this.#state = start.state;
    for (const report of start.reports) this.#attempts.add(report);
    this.#look(this.#cause);
  }

  get apiPod(): Pod {
    return this.#pod;
  }

  get pod(): Pod {
    return withAllocation(this.#pod, this.#state.allocation ?? {});
  }

  get state(): PodState {
    return this.#state;
  }

  get cause(): Cause {
    return this.#cause;
  }

  get volumes(): ReadonlyMap<string, MountedVolume> {
    return this.#volumes.mounted;
  }

  /** False after the last container ended: the pod takes no room. */
  get isActive(): boolean {
    const { status, sandbox } = this.#state;
    return !isTerminalPhase(status?.phase) || (sandbox.type !== 'stopped' && sandbox.type !== 'none');
  }

  /** Returns the id of the existing sandbox. */
  get sandboxId(): string | undefined {
    const { sandbox } = this.#state;
    return sandbox.type === 'ready' ? sandbox.id : undefined;
  }

  containerStatus(name: string): ContainerStatus | undefined {
    const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = this.#state.status ?? {};
    return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find((status) => status.name === name);
  }

  /** Handles a new version of the pod; `event` is absent after a list. */
  update(pod: Pod, cause: Cause, event?: LogEvent): void {
    this.#pod = pod;
    this.#failures.attempt(() => this.#volumes.update(pod, cause));
    if (event?.cause.trigger === 'runtime') {
      this.#causes.shown(event);
      this.#wake.shown(event);
      this.#reminder.shown(event);
      this.#probes.shown(event);
    }
    this.#look(cause);
  }

  /** Handles the pod's removal from the API. */
  remove(pod: Pod, cause: Cause): void {
    this.#pod = pod;
    this.#removed = true;
    this.#look(cause);
  }

  /** Ends the pod on behalf of the node. */
  end(ending: PodEnding, cause: Cause): void {
    this.#state = withEnding(this.#state, ending);
    this.#look(cause);
  }

  changed(report: ContainerReport): void {
    const old = this.#attempts.add(report);
    if (old !== undefined) this.#parts.runtime.removeContainer(old);
    const lead = this.#cause;
    this.#failures.attempt(() =>
      this.learn({ type: 'container-changed', report: withLogMessage(report, this.#pod, this.#parts.runtime) }, lead),
    );
  }

  /** Stops all decisions. */
  stop(): void {
    this.#stopped = true;
    this.#failures.stop();
    this.#wake.cancel();
    this.#reminder.cancel();
    this.#probes.stop();
    this.#hooks.stop();
    this.#volumes.stop();
  }

  learn(fact: Fact, lead: Cause): void {
    this.#failures.attempt(() => {
      if (this.#stopped) return;
      const { state, events } = learn(this.#state, fact, this.#parts.clock.now());
      const cause = this.#causes.of(fact, lead);
      this.#state = state;
      for (const event of events) this.record(event, cause);
      this.#look(cause);
    });
  }

  learnProbe(fact: Fact & { type: 'probe-began' | 'probed' }, cause: Cause): void {
    if (this.#stopped) return;
    const { state, events } = learn(this.#state, fact, this.#parts.clock.now());
    this.#state = state;
    for (const event of events) this.record(event, cause);
  }

  decide(cause: Cause): void {
    if (this.#stopped) return;
    this.#cause = cause;
    this.#decideAlone();
  }

  /** Decides after all facts of this instant arrived. */
  #look(cause: Cause): void {
    this.#cause = this.#lookDue ? mergeCauses(cause, this.#cause) : cause;
    if (this.#lookDue) return;
    this.#lookDue = true;
    void Promise.resolve().then(() => {
      this.#lookDue = false;
      if (!this.#stopped) this.#decideAlone();
    });
  }

  /** Handles a possible gain of room on the node. */
  roomChanged(cause: Cause): void {
    if (this.#state.resize?.pending?.reason === 'Deferred') this.#look(cause);
  }

  #judgeResize(): void {
    if (this.#removed || !wantsResize(this.#pod, this.#state)) return;
    const refusal = this.#parts.host.judgeResize(this.#pod);
    const fact: Fact = { type: 'resize-judged', pod: this.#pod, ...(refusal && { refusal }) };
    const { state, events } = learn(this.#state, fact, this.#parts.clock.now());
    this.#state = state;
    for (const event of events) this.record(event);
    if (refusal === undefined) this.#parts.host.roomChanged(this.#cause);
  }

  /** A failure belongs to the pod, whose decision is retried. */
  #decideAlone(): void {
    this.#failures.attempt(() => {
      if (!this.#stopped) this.#decide();
    });
  }

  #decide(): void {
    this.#judgeResize();
    const { clock, runtime, hostIP } = this.#parts;
    const decision = decidePod({
      pod: this.#pod,
      state: this.#state,
      hostIP,
      now: clock.now(),
      removed: this.#removed,
      hasImage: (image) => runtime.hasImage(image) !== undefined,
      isStandIn: (image) => runtime.hasImage(image)?.isStandIn === true,
    });
    this.#state = sharingStatus(decision.state, this.#pod);
    if (isEnding(this.#pod, decision.state) || this.#removed) this.#volumes.giveUp();
    this.#wake.set(decision.wakeAt, this.#cause);
    this.#reminder.set(decision.remindAt, this.#cause);
    this.#probes.set(decision.probes, this.#cause);
    if (!this.#removed) this.#parts.host.report(this.#pod, decision.status, this.#cause);
    for (const action of decision.actions) this.#failures.attempt(() => this.#act(action));
  }

  #act(action: PodAction): void {
    if (action.type === 'record') this.record(action);
    else if (action.type === 'delete-pod') this.#parts.host.close(this.#pod, this.#cause);
    else if (action.type === 'forget-pod') this.#forget();
    else if (action.type === 'cancel-hook') this.#hooks.cancel(action.container);
    else this.#carryOut(action, this.#cause);
  }

  /** Executes an action beside the worker; a stop cancels it. */
  #carryOut(action: RuntimeAction, lead: Cause): void {
    void this.#failures.carryOut(() => this.#askRuntime(action, lead), action.type.startsWith('stop') ? 'kill' : 'sync');
  }

  #askRuntime(action: RuntimeAction, lead: Cause): Promise<void> {
    switch (action.type) {
      case 'run-sandbox':
        return this.#sandbox.run(lead);
      case 'stop-sandbox':
        return this.#sandbox.stop(action.id, lead);
      case 'pull-image':
        return this.#containers.pull(action.container, action.image, lead);
      case 'start-container':
        this.#causes.startRequested(action.container, action.attempt, lead);
        return this.#containers.start(action.container, action.attempt, lead);
      case 'resize-container':
        return Promise.resolve(this.#containers.resize(action, lead));
      case 'stop-container':
        this.#causes.stopRequested(this.#attempts.nameOf(action.id), lead);
        return this.#parts.runtime.stopContainer(action.id, action.graceMs);
      case 'run-hook':
        return this.#hooks.run(action, lead);
    }
  }

  record(event: RecordAction, cause = this.#cause): void {
    this.#parts.host.record(this.#pod, event, cause);
  }

  #forget(): void {
    if (this.#stopped) return;
    this.stop();
    this.#volumes.tearDown();
    for (const id of this.#attempts.ids()) this.#parts.runtime.removeContainer(id);
    this.#parts.host.forget(this.uid, this.#cause);
  }
}
