import type { Cause } from '@klockwork/event-store';
import { assert, logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import type { Container, ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import {
  type ContainerSpec,
  containersOf,
  type Fact,
  ImageError,
  type PodAction,
  type PodState,
  RuntimeError,
} from '@klockwork/pod-lifecycle';
import { readContainerSpec } from './container-spec.ts';
import { resizeContainer } from './resize-container.ts';
import type { MountedVolume } from './volumes/volume-plugin.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Worker of the containers. */
export interface ContainersOwner {
  /** Returns the pod with granted resources. */
  state(): { readonly pod: Pod; readonly state: PodState; readonly volumes: ReadonlyMap<string, MountedVolume> };
  /** Returns the newest status of a container by name. */
  statusOf(name: string): ContainerStatus | undefined;
  learn(fact: Fact, lead: Cause): void;
}

/** Executes runtime calls for the containers of one pod, beside its worker: pull, create, start, resize. */
export class PodContainers {
  readonly #parts: WorkerParts;
  readonly #owner: ContainersOwner;

  constructor(parts: WorkerParts, owner: ContainersOwner) {
    this.#parts = parts;
    this.#owner = owner;
  }

  async start(name: string, attempt: number, lead: Cause): Promise<void> {
    const uid = this.#owner.state().pod.metadata?.uid ?? '';
    this.#parts.starts.starting(uid);
    const id = await this.#create(name, attempt, lead);
    if (id === undefined) return;
    this.#owner.learn({ fact: 'container-created', container: name }, lead);
    try {
      await this.#parts.runtime.startContainer(id);
    } catch (error) {
      return this.#failed(name, 'RunContainerError', error, lead);
    }
    this.#parts.starts.containerStarted(uid);
    this.#owner.learn({ fact: 'container-started', container: name }, lead);
  }

  async pull(container: string, image: string, lead: Cause): Promise<void> {
    try {
      this.#owner.learn({ fact: 'image-pulled', container, image, ...(await this.#parts.puller.pull(image)) }, lead);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      this.#owner.learn({ fact: 'image-refused', container, image, reason: error.reason, message: error.message }, lead);
    }
  }

  resize(action: PodAction & { do: 'resize-container' }, lead: Cause): void {
    this.#owner.learn(resizeContainer(this.#parts.runtime, this.#owner.state().pod, action), lead);
  }

  async #create(name: string, attempt: number, lead: Cause): Promise<string | undefined> {
    const { pod, state } = this.#owner.state();
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
    const { pod, volumes } = this.#owner.state();
    try {
      const place = { pod, podIP, volumes, statusOf: (name: string) => this.#owner.statusOf(name) };
      return await readContainerSpec(container, attempt, place, this.#parts);
    } catch (error) {
      return this.#failed(container.name, 'CreateContainerConfigError', error, lead);
    }
  }

  #failed(container: string, reason: string, error: unknown, lead: Cause): undefined {
    if (error instanceof StoppedError) throw error;
    if (!(error instanceof RuntimeError)) logFailure(this.#parts.logger, { container, reason }, error);
    this.#owner.learn({ fact: 'start-failed', container, reason, message: messageOf(error) }, lead);
  }
}
