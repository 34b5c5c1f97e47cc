import type { Cause } from '@klockwork/event-store';
import { logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import {
  type ContainerReport,
  type EarlierContainer,
  earlierAttempts,
  ImageError,
  type PodState,
  RuntimeError,
  rememberPod,
  resumePod,
} from '@klockwork/pod-lifecycle';
import { readContainerSpec } from './container-spec.ts';
import { sandboxSpec } from './sandbox-spec.ts';
import type { PodVolumes } from './volumes/pod-volumes.ts';
import type { WorkerParts } from './worker-parts.ts';
import type { WorkerPod } from './worker-pod.ts';

/** First state of a pod's worker, with the containers in the runtime. */
export interface PodStart {
  readonly state: PodState;
  readonly reports: readonly ContainerReport[];
}

/** Resumes the sandbox of a pod in a copied cluster. */
export class ResumedPod {
  readonly #pod: WorkerPod;
  readonly #parts: WorkerParts;
  readonly #volumes: PodVolumes;

  constructor(pod: WorkerPod, parts: WorkerParts, volumes: PodVolumes) {
    this.#pod = pod;
    this.#parts = parts;
    this.#volumes = volumes;
  }

  /**
   * Returns the pod with resumed containers; if they cannot continue, as after a reboot, with the reason. Reserves the pod's address
   * before the first wait. Undefined after a stop.
   */
  async begin(cause: Cause): Promise<PodStart | undefined> {
    const { runtime, clock } = this.#parts;
    const pod = this.#pod.apiPod;
    const ip = pod.status?.podIP ?? '';
    let id: string | undefined;
    try {
      id = runtime.restoreSandbox(sandboxSpec(pod), ip);
      const reports = await this.#resume(id, ip, cause);
      this.#parts.host.sandboxStarted(pod.metadata?.uid ?? '', id);
      return { state: resumePod(pod, { id, ip, reports }, clock.now()), reports };
    } catch (error) {
      if (error instanceof StoppedError) return undefined;
      return this.#reboot(id, error);
    }
  }

  async #resume(sandboxId: string, podIP: string, cause: Cause) {
    if ((await this.#volumes.mountAll(cause)) === undefined) throw new StoppedError();
    const { pod, apiPod, volumes } = this.#pod;
    const place = { pod, podIP, volumes, statuses: this.#pod };
    const attempts = earlierAttempts(apiPod);
    this.#parts.puller.restore(attempts.map(({ container }) => container.image ?? ''));
    const containers: EarlierContainer[] = [];
    for (const { container, attempt, ...earlier } of attempts)
      containers.push({ ...earlier, spec: await readContainerSpec(container, attempt, place, this.#parts) });
    return this.#parts.runtime.resumeContainers(sandboxId, containers);
  }

  async #reboot(id: string | undefined, error: unknown): Promise<PodStart> {
    const { runtime, clock, logger, host } = this.#parts;
    const { apiPod: pod } = this.#pod;
    const place = { pod: `${pod.metadata?.namespace}/${pod.metadata?.name}` };
    if (error instanceof RuntimeError || error instanceof ImageError) logger.info({ ...place, reason: error.message }, 'pod starts again');
    else logFailure(logger, place, error);
    if (id !== undefined) await runtime.stopSandbox(id);
    this.#volumes.empty();
    const message = `not resumed: ${messageOf(error)}`;
    return { state: rememberPod(pod, clock.now(), host.startJitter(pod), message), reports: [] };
  }
}
