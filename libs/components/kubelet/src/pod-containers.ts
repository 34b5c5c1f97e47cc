import type { Cause } from '@klockwork/event-store';
import { assert, logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import type { Container } from '@klockwork/kubernetes-types';
import { type ContainerSpec, containersOf, ImageError, type PodAction, RuntimeError } from '@klockwork/pod-lifecycle';
import { readContainerSpec } from './container-spec.ts';
import { resizeContainer } from './resize-container.ts';
import type { WorkerParts } from './worker-parts.ts';
import type { WorkerPod } from './worker-pod.ts';

/** Executes runtime calls for the containers of one pod, beside its worker: pull, create, start, resize. */
export class PodContainers {
  readonly #parts: WorkerParts;
  readonly #pod: WorkerPod;

  constructor(parts: WorkerParts, pod: WorkerPod) {
    this.#parts = parts;
    this.#pod = pod;
  }

  async start(name: string, attempt: number, lead: Cause): Promise<void> {
    const uid = this.#pod.apiPod.metadata?.uid ?? '';
    this.#parts.starts.starting(uid);
    const id = await this.#create(name, attempt, lead);
    if (id === undefined) return;
    this.#pod.learn({ type: 'container-created', container: name }, lead);
    try {
      await this.#parts.runtime.startContainer(id);
    } catch (error) {
      return this.#failed(name, 'RunContainerError', error, lead);
    }
    this.#parts.starts.containerStarted(uid);
    this.#pod.learn({ type: 'container-started', container: name }, lead);
  }

  async pull(container: string, image: string, lead: Cause): Promise<void> {
    try {
      this.#pod.learn({ type: 'image-pulled', container, image, ...(await this.#parts.puller.pull(image)) }, lead);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      this.#pod.learn({ type: 'image-refused', container, image, reason: error.reason, message: error.message }, lead);
    }
  }

  resize(action: PodAction & { type: 'resize-container' }, lead: Cause): void {
    this.#pod.learn(resizeContainer(this.#parts.runtime, this.#pod.pod, action), lead);
  }

  async #create(name: string, attempt: number, lead: Cause): Promise<string | undefined> {
    const { pod, state } = this.#pod;
    const container = containersOf(pod).find((candidate) => candidate.name === name);
    const { sandbox } = state;
    assert(container !== undefined && sandbox.type === 'ready', 'a container is started in a sandbox that is ready');
    const spec = await this.#specOf(container, attempt, sandbox.ip, lead);
    if (spec === undefined) return undefined;
    try {
      return await this.#parts.runtime.createContainer(sandbox.id, spec);
    } catch (error) {
      return this.#failed(name, 'CreateContainerError', error, lead);
    }
  }

  async #specOf(container: Container, attempt: number, podIP: string, lead: Cause): Promise<ContainerSpec | undefined> {
    const { pod, volumes } = this.#pod;
    try {
      const place = { pod, podIP, volumes, statuses: this.#pod };
      return await readContainerSpec(container, attempt, place, this.#parts);
    } catch (error) {
      return this.#failed(container.name, 'CreateContainerConfigError', error, lead);
    }
  }

  #failed(container: string, reason: string, error: unknown, lead: Cause): undefined {
    if (error instanceof StoppedError) throw error;
    if (!(error instanceof RuntimeError)) logFailure(this.#parts.logger, { container, reason }, error);
    this.#pod.learn({ type: 'start-failed', container, reason, message: messageOf(error) }, lead);
  }
}
