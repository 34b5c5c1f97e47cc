import type { Cause } from '@klockwork/event-store';
import type { Pod } from '@klockwork/kubernetes-types';
import type { ResizeRefusal, StartJitter } from '@klockwork/pod-lifecycle';
import type { ActivePods } from './active-pods.ts';
import type { PodReporter } from './pod-reporter.ts';

/** Node of a pod's worker. */
export interface WorkerHost extends ActivePods, PodReporter {
  /** Returns the spread of a pod's first probes after the kubelet's start. */
  startJitter(pod: Pod): StartJitter;
  /** Routes reports of a sandbox's containers to the worker of pod `uid`. */
  sandboxStarted(uid: string, sandboxId: string): void;
  /** Returns the reason of a refused resize; undefined if granted. */
  judgeResize(pod: Pod): ResizeRefusal | undefined;
  /** Handles a possible gain of room: a resize, or the end of a pod. */
  roomChanged(cause: Cause): void;
  /** Drops the worker after the pod's complete end. */
  forget(uid: string, cause: Cause): void;
}
