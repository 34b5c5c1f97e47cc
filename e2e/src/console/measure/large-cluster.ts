import { ApiClient, type Lab } from '@klockwork/lab-tool';
import type { PodCopies } from './fill-log.ts';

/** Requests under way at once. */
const AT_ONCE = 32;
const PODS_PER_NODE = 100;
const PODS = '/api/v1/namespaces/default/pods';
/** Share of the changes that turn a pod unready: each second one. */
const STATES = [true, false];

/** Lab with many pods on nodes without a machine. The paused clock keeps controllers from repairing them. */
export class LargeCluster {
  readonly #api: ApiClient;
  readonly #pods: number;
  #turns = 0;

  /** `pods`: number of pods. */
  constructor(lab: Lab, pods: number) {
    this.#api = new ApiClient(lab.data, 'console-measure');
    this.#pods = pods;
  }

  /** Creates nodes, and a first running pod. The lab's log takes the other pods while it is stopped: see `copies`. */
  async create(): Promise<void> {
    await this.#all(Math.ceil(this.#pods / PODS_PER_NODE), (index) =>
      this.#send('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: `large-${index}` } }),
    );
    const spec = { nodeName: nodeName(0), containers: [{ name: 'main', image: 'nginx' }] };
    await this.#send('POST', PODS, { metadata: { name: podName(0) }, spec });
    await this.#setReady(0, true);
  }

  /** Copies of the first pod. */
  get copies(): PodCopies {
    return { pod: podName(0), count: this.#pods, nameOf: podName, nodeOf: nodeName };
  }

  /** Changes at most so many pods a second until `stop`, one after the other. Returns the number of changes. */
  async change(perSecond: number, stop: AbortSignal): Promise<number> {
    const began = performance.now();
    let sent = 0;
    const under = new Set<Promise<void>>();
    while (!stop.aborted) {
      const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
      for (; sent < due && under.size < AT_ONCE; sent++) {
        const turn = this.#turns++;
        const change = this.#setReady((turn * 7) % this.#pods, STATES[Math.floor((turn * 7) / this.#pods) % 2] === false);
        under.add(change);
        void change.then(() => under.delete(change));
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Promise.all(under);
    return sent;
  }

  /** Turns one pod unready, or ready. */
  setReady(index: number, ready: boolean): Promise<void> {
    return this.#setReady(index, ready);
  }

  async #setReady(index: number, ready: boolean): Promise<void> {
    const state = ready ? { running: { startedAt: '2026-01-01T00:00:00Z' } } : { waiting: { reason: 'CrashLoopBackOff' } };
    const container = { name: 'main', image: 'nginx', imageID: '', ready, restartCount: 0, state };
    const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
    const status = { phase: 'Running', conditions, containerStatuses: [container] };
    await this.#send('PATCH', `${PODS}/${podName(index)}/status`, { status });
  }

  async #all(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < count; index = next++) await work(index);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #send(method: string, path: string, body: object): Promise<void> {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const { status, body: answer } = await this.#api.send(method, path, body, { contentType });
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status}: ${JSON.stringify(answer)}`);
  }
}

function nodeName(pod: number): string {
  return `large-${Math.floor(pod / PODS_PER_NODE)}`;
}

/** Returns the name of a pod. */
export function podName(index: number): string {
  return `large-${index}`;
}
