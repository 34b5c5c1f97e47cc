import type { Cause } from '@klockwork/event-store';
import type { Clock, Logger } from '@klockwork/kernel';
import type { ContainerRuntime, PodEnding, RecordAction, ResizeRefusal, StartJitter } from '@klockwork/pod-lifecycle';
import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import type { ContainerParts } from './container-spec.ts';
import type { ImagePuller } from './image-puller.ts';
import type { PodStarts } from './pod-starts/pod-starts.ts';
import type { PodWorker } from './pod-worker.ts';

/** What a worker works with. */
export interface WorkerParts extends ContainerParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
  readonly puller: ImagePuller;
  /** Notes the steps of its start, for the case that one of them ends the agent. */
  readonly starts: PodStarts;
  /** How the first probes of a pod are spread when the kubelet has just started. */
  jitter(pod: Pod): StartJitter;
  report(pod: Pod, status: PodStatus, cause: Cause): void;
  record(pod: Pod, event: RecordAction, cause: Cause): void;
  close(pod: Pod, cause: Cause): void;
  /** The pod may not go on. */
  evict(pod: Pod, ending: PodEnding, cause: Cause): void;
  /** Reports of this sandbox's containers are for the worker. */
  hasSandbox(worker: PodWorker, id: string): void;
  /** Nothing of the pod is left on the node. */
  forget(worker: PodWorker, cause: Cause): void;
  /** Why the pod is not granted what it asks for; undefined when it is. */
  judgeResize(pod: Pod): ResizeRefusal | undefined;
  /** The pod was granted something else than before. */
  resized(worker: PodWorker, cause: Cause): void;
}
