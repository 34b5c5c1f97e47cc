import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { ContainerReport } from '../container-runtime.ts';
import { decidePod } from '../decide.ts';
import { type Fact, learn } from '../learn.ts';
import type { Decision, PodAction } from '../pod-action.ts';
import { type PodMemory, rememberPod } from '../pod-memory.ts';

/** The first instant of every run in the tests. */
export const START = Date.parse('2026-01-01T00:00:00Z');

/** A bound pod `web` with one container `main` of busybox:1.36, changed by `spec`. */
export function boundPod(spec: Partial<PodSpec> = {}): Pod {
  const containers: Container[] = [{ name: 'main', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' }];
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'uid-1', generation: 1 },
    spec: { nodeName: 'node-1', restartPolicy: 'Always', terminationGracePeriodSeconds: 30, containers, ...spec },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  };
}

/** A pod worker without a runtime: tests say what the runtime did, and see what was decided. */
export class PodOnNode {
  pod: Pod;
  memory: PodMemory;
  now = START;
  removed = false;
  readonly images = new Set<string>();
  /** All that was decided, oldest first, as short texts. */
  readonly log: string[] = [];
  decision: Decision;

  constructor(pod: Pod) {
    this.pod = pod;
    this.memory = rememberPod(pod, this.now);
    this.decision = this.look();
  }

  /** One look; notes its actions. */
  look(): Decision {
    const { pod, memory, now, removed } = this;
    this.decision = decidePod({ pod, memory, now, removed, hostIP: '172.18.0.1', hasImage: (image) => this.images.has(image) });
    this.memory = this.decision.memory;
    for (const action of this.decision.actions) this.log.push(actionText(action));
    return this.decision;
  }

  learn(fact: Fact): this {
    const { memory, events } = learn(this.memory, fact, this.now);
    this.memory = memory;
    for (const event of events) this.log.push(actionText(event));
    this.look();
    return this;
  }

  /** Lets time pass, looking whenever the worker asked to be woken. */
  wait(ms: number): this {
    const end = this.now + ms;
    for (let wake = this.decision.wakeAt; wake !== undefined && wake.at <= end; wake = this.decision.wakeAt) {
      this.now = wake.at;
      this.look();
    }
    this.now = end;
    return this;
  }

  /** What was decided since it was last asked. */
  news(): string[] {
    return this.log.splice(0);
  }

  sandboxReady(): this {
    return this.learn({ fact: 'sandbox-ready', id: 'sandbox-1', ip: '10.244.1.2' });
  }

  pulled(container = 'main', image = 'busybox:1.36'): this {
    this.images.add(image);
    return this.learn({ fact: 'image-pulled', container, image, sizeBytes: 2_223_685, pullMs: 1_200, totalMs: 1_250 });
  }

  started(container = 'main', attempt = 0): this {
    this.learn({ fact: 'container-created', container });
    this.learn({ fact: 'container-changed', report: this.report(container, attempt, { state: 'running', startedAt: this.now }) });
    return this.learn({ fact: 'container-started', container });
  }

  exited(exitCode: number, container = 'main', attempt = 0): this {
    const startedAt = this.memory.containers[container]?.current?.startedAt ?? this.now;
    const report = this.report(container, attempt, { state: 'exited', startedAt, finishedAt: this.now, exitCode });
    return this.learn({ fact: 'container-changed', report });
  }

  /** From nothing to one running container. */
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
  switch (action.do) {
    case 'record':
      return `${action.type} ${action.reason}: ${action.message}`;
    case 'run-sandbox':
    case 'delete-pod':
    case 'forget-pod':
      return action.do;
    case 'stop-sandbox':
      return `stop-sandbox ${action.id}`;
    case 'pull-image':
      return `pull ${action.image}`;
    case 'start-container':
      return `start ${action.container}/${action.attempt}`;
    case 'stop-container':
      return `stop ${action.container} within ${action.graceMs} ms`;
  }
}
