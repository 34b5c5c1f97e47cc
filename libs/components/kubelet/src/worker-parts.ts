import type { Cause } from '@klockwork/event-store';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Pod, PodStatus } from '@klockwork/kubernetes-types';
import type { ContainerRuntime, PodEnding, RecordAction, ResizeRefusal, StartJitter } from '@klockwork/pod-lifecycle';
import type { ContainerParts } from './container-spec.ts';
import type { ImagePuller } from './image-puller.ts';
import type { PodStarts } from './pod-starts/pod-starts.ts';
import type { PodWorker } from './pod-worker.ts';

/** Dependencies of a worker. */
export interface WorkerParts extends ContainerParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
  readonly puller: ImagePuller;
  /** Records steps of a pod's start, in case one crashes the agent. */
  readonly starts: PodStarts;
  /** Returns the spread of a pod's first probes after the kubelet's start. */
  jitter(pod: Pod): StartJitter;
  report(pod: Pod, status: PodStatus, cause: Cause): void;
  record(pod: Pod, event: RecordAction, cause: Cause): void;
  close(pod: Pod, cause: Cause): void;
  /** Evicts the pod. */
  evict(pod: Pod, ending: PodEnding, cause: Cause): void;
  /** Routes reports of this sandbox's containers to the worker. */
  hasSandbox(worker: PodWorker, id: string): void;
  /** Drops the worker after the pod's complete end. */
  forget(worker: PodWorker, cause: Cause): void;
  /** Returns the reason of a refused resize; undefined if granted. */
  judgeResize(pod: Pod): ResizeRefusal | undefined;
  /** Called after a change of granted resources. */
  resized(worker: PodWorker, cause: Cause): void;
}
