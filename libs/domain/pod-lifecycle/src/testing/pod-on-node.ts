import type { Container, ContainerStatus, Pod, PodSpec } from '@klockwork/kubernetes-types';
import type { ContainerReport } from '../container-runtime.ts';
import { newestReport, runningReport } from '../container-state.ts';
import { decidePod } from '../decide.ts';
import type { Decision } from '../decision.ts';
import type { HookKind } from '../hooks/hook-target.ts';
import { type Fact, learn } from '../learn.ts';
import type { PodAction, WakeAt } from '../pod-action.ts';
import { containersOf, type PodState, type StartJitter } from '../pod-state.ts';
import type { ProbeDue } from '../probes/probe-due.ts';
import { probeOf } from '../probes/probe-kind.ts';
import type { ProbeOutcome } from '../probes/probe-outcome.ts';
import { rememberPod } from '../remember-pod.ts';

/** Start time of every test run. */
export const START = Date.parse('2026-01-01T00:00:00Z');

/** Returns a bound pod `web` with a container `main` of busybox:1.36, changed by `spec`. */
export function boundPod(spec: Partial<PodSpec> = {}): Pod {
  const containers: Container[] = [{ name: 'main', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' }];
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'uid-1', generation: 1 },
    spec: { nodeName: 'node-1', restartPolicy: 'Always', terminationGracePeriodSeconds: 30, containers, ...spec },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  };
}

/** Pod worker without a runtime: tests supply the runtime's facts and read the decisions. */
export class PodOnNode {
  pod: Pod;
  state: PodState;
  now = START;
  removed = false;
  readonly images = new Set<string>();
  /** Immediate outcome of probes. */
  answer: (due: ProbeDue, now: number) => ProbeOutcome = () => ({ type: 'success' });
  /** All decisions as short texts, oldest first. */
  readonly log: string[] = [];
  decision: Decision;

  constructor(pod: Pod, jitter?: StartJitter) {
    this.pod = pod;
    this.state = rememberPod(pod, this.now, jitter);
    this.decision = this.look();
  }

  /** Decides once and records the actions. */
  look(): Decision {
    const { pod, state, now, removed } = this;
    this.decision = decidePod({ pod, state, now, removed, hostIP: '172.18.0.1', hasImage: (image) => this.images.has(image) });
    this.state = this.decision.state;
    for (const action of this.decision.actions) this.log.push(actionText(action));
    return this.decision;
  }

  learn(fact: Fact): this {
    const { state, events } = learn(this.state, fact, this.now);
    this.state = state;
    for (const event of events) this.log.push(actionText(event));
    this.look();
    return this;
  }

  /** Passes time with all requested wake-ups and due probes. */
  wait(ms: number): this {
    const end = this.now + ms;
    while (this.#step(end));
    this.now = end;
    return this;
  }

  /** Passes time; returns the decisions meanwhile, with ms since the start. */
  timeline(ms: number): string[] {
    const end = this.now + ms;
    const lines: string[] = [];
    while (this.#step(end)) lines.push(...this.news().map((line) => `${this.now - START} ${line}`));
    this.now = end;
    return lines;
  }

  /** Advances to the next event before `end`, if any. */
  #step(end: number): boolean {
    const next = this.#next();
    if (next === undefined || next.at > end) return false;
    this.now = Math.max(this.now, next.at);
    if ('kind' in next) this.probe(next, this.answer(next, this.now));
    else this.look();
    return true;
  }

  /** Executes one probe. */
  probe({ container, kind, containerId }: ProbeDue, outcome: ProbeOutcome): this {
    const spec = containersOf(this.pod).find(({ name }) => name === container);
    const probe = spec && probeOf(spec, kind);
    if (probe === undefined) throw new Error(`${container} has no ${kind} probe`);
    this.log.push(`probe ${kind} of ${container}`);
    this.learn({ type: 'probe-began', container, kind, containerId });
    return this.learn({ type: 'probed', container, kind, containerId, probe, outcome });
  }

  #next(): WakeAt | ProbeDue | undefined {
    const { wakeAt, remindAt, probes } = this.decision;
    return [...probes, ...[wakeAt, remindAt].filter((at) => at !== undefined)].sort((a, b) => a.at - b.at)[0];
  }

  status(name = 'main'): ContainerStatus | undefined {
    const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = this.decision.status;
    return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find((status) => status.name === name);
  }

  /** Returns the newest attempt of a container. */
  newest(name = 'main'): ContainerReport | undefined {
    const container = this.state.containers[name];
    return container && newestReport(container);
  }

  /** Returns the attempt whose process runs. */
  running(name = 'main'): ContainerReport | undefined {
    const container = this.state.containers[name];
    return container && runningReport(container);
  }

  /** Returns decisions since the last call. */
  news(): string[] {
    return this.log.splice(0);
  }

  sandboxReady(): this {
    return this.learn({ type: 'sandbox-ready', id: 'sandbox-1', ip: '10.244.1.2' });
  }

  pulled(container = 'main', image = 'busybox:1.36'): this {
    this.images.add(image);
    return this.learn({ type: 'image-pulled', container, image, sizeBytes: 2_223_685, pullMs: 1_200, totalMs: 1_250 });
  }

  started(container = 'main', attempt = 0): this {
    this.learn({ type: 'container-created', container });
    this.learn({ type: 'container-changed', report: this.report(container, attempt, { state: 'running', startedAt: this.now }) });
    return this.learn({ type: 'container-started', container });
  }

  exited(exitCode: number, container = 'main', attempt = 0): this {
    const startedAt = this.newest(container)?.startedAt ?? this.now;
    const report = this.report(container, attempt, { state: 'exited', startedAt, finishedAt: this.now, exitCode });
    return this.learn({ type: 'container-changed', report });
  }

  /** Ends a container's hook; `error` is its failure. */
  hookEnded(hook: HookKind, container = 'main', error?: string): this {
    const containerId = this.newest(container)?.id ?? '';
    return this.learn({ type: 'hook-ended', container, containerId, hook, ...(error === undefined ? {} : { error }) });
  }

  /** Deletes the pod. */
  delete(seconds = 30): this {
    this.pod = { ...this.pod, metadata: { ...this.pod.metadata, deletionTimestamp: 'now', deletionGracePeriodSeconds: seconds } };
    this.look();
    return this;
  }

  /** Returns status, reason and message of a condition. */
  condition(type: string): readonly (string | undefined)[] {
    const { status, reason, message } = this.decision.status.conditions?.find((one) => one.type === type) ?? {};
    return [status, reason, message];
  }

  /** Runs the pod from its start to one running container. */
  run(): this {
    return this.sandboxReady().pulled().started();
  }

  report(name: string, attempt: number, change: Partial<ContainerReport>): ContainerReport {
    return {
      id: `${name}-${attempt}`,
      sandboxId: 'sandbox-1',
      name,
      attempt,
      image: 'docker.io/library/busybox:1.36',
      imageId: 'docker.io/library/busybox@sha256:1',
      state: 'created',
      createdAt: this.now,
      ...change,
    };
  }
}

function actionText(action: PodAction): string {
  switch (action.type) {
    case 'record':
      return `${action.eventType} ${action.reason}: ${action.message}`;
    case 'run-sandbox':
    case 'delete-pod':
    case 'forget-pod':
      return action.type;
    case 'stop-sandbox':
      return `stop-sandbox ${action.id}`;
    case 'pull-image':
      return `pull ${action.image}`;
    case 'start-container':
      return `start ${action.container}/${action.attempt}`;
    case 'stop-container':
      return `stop ${action.container} within ${action.graceMs} ms`;
    case 'resize-container':
      return `resize-container ${action.container}`;
    case 'run-hook':
      return `run ${action.hook} of ${action.container}`;
    case 'cancel-hook':
      return `cancel hook of ${action.container}`;
  }
}
