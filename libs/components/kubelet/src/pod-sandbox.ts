import type { Cause } from '@klockwork/event-store';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { sandboxSpec } from './sandbox-spec.ts';
import type { PodVolumes } from './volumes/pod-volumes.ts';
import type { WorkerParts } from './worker-parts.ts';
import type { WorkerPod } from './worker-pod.ts';

/** Executes runtime calls for the sandbox of one pod, beside its worker. */
export class PodSandbox {
  readonly #parts: WorkerParts;
  readonly #pod: WorkerPod;
  readonly #volumes: PodVolumes;

  constructor(parts: WorkerParts, pod: WorkerPod, volumes: PodVolumes) {
    this.#parts = parts;
    this.#pod = pod;
    this.#volumes = volumes;
  }

  /** Runs the sandbox after the pod's turn and its volumes. */
  async run(cause: Cause): Promise<void> {
    const { starts, runtime, host } = this.#parts;
    const uid = this.#pod.apiPod.metadata?.uid ?? '';
    const turn = starts.begin(uid);
    if (turn !== undefined) await turn;
    const lead = await this.#volumes.mountAll(cause);
    if (lead === undefined) return this.#pod.learn({ type: 'sandbox-stopped' }, this.#pod.cause);
    try {
      const { id, ip } = await runtime.runSandbox(sandboxSpec(this.#pod.apiPod));
      host.sandboxStarted(uid, id);
      this.#pod.learn({ type: 'sandbox-ready', id, ip }, lead);
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      this.#pod.learn({ type: 'sandbox-failed', message: `rpc error: code = Unknown desc = ${error.message}` }, lead);
    }
  }

  async stop(id: string, lead: Cause): Promise<void> {
    await this.#parts.runtime.stopSandbox(id);
    this.#volumes.tearDown();
    this.#pod.learn({ type: 'sandbox-stopped' }, lead);
  }
}
