import type { LabTime } from '@klockwork/kernel';
import type { Container, Pod, PodStatus } from '@klockwork/kubernetes-types';
import { type ContainerState, NEW_CONTAINER } from './container-state.ts';
import type { PodEnding } from './pod-ending.ts';
import type { Allocation } from './resize/allocation.ts';
import type { ResizeState } from './resize/resize-state.ts';

/** State of the pod's sandbox. */
export type SandboxState =
  | { readonly type: 'none' | 'starting' | 'stopped' }
  | { readonly type: 'failed'; readonly retryAt: LabTime }
  | { readonly type: 'ready' | 'stopping'; readonly id: string; readonly ip: string };

/** Worker's state of its pod. */
export interface PodState {
  readonly startedAt: LabTime;
  /** First sight of the pod: the origin of probe ticks. */
  readonly seenAt: LabTime;
  readonly jitter?: StartJitter;
  readonly sandbox: SandboxState;
  readonly containers: Readonly<Record<string, ContainerState>>;
  /** Pod address, which the status keeps after the sandbox ended. */
  readonly ip?: string;
  /** Last decided status, the source of transition times. */
  readonly status?: PodStatus;
  /** Shown once all parts of the pod ended. */
  readonly terminalPhase?: 'Succeeded' | 'Failed';
  /** End by the node. */
  readonly ending?: PodEnding;
  /** Granted resources of the containers; a resize grants new ones. */
  readonly allocation?: Allocation;
  readonly resize?: ResizeState;
  /** True after the last action of the pod's life. */
  readonly isClosed?: true;
}

/** Spreads first probes of pods found at a kubelet's start. */
export interface StartJitter {
  readonly kubeletStartedAt: LabTime;
  /** Share of a period that the pod's probes wait, in [0, 1). */
  readonly fraction: number;
}

/** Returns init, app and ephemeral containers of a pod. */
export function containersOf(pod: Pod): readonly Container[] {
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? []), ...ephemeralContainersOf(pod)];
}

/** Returns ephemeral containers (`kubectl debug`). Fields forbidden there are absent, so a kubelet treats them as containers. */
export function ephemeralContainersOf(pod: Pod): readonly Container[] {
  return pod.spec?.ephemeralContainers ?? [];
}

export function containerState({ containers }: PodState, name: string): ContainerState {
  return containers[name] ?? NEW_CONTAINER;
}

/** Returns `state` with one changed container. */
export function withContainer(state: PodState, name: string, container: ContainerState): PodState {
  return { ...state, containers: { ...state.containers, [name]: container } };
}

/** Returns the state of a pod ended by its node. The first ending stays, as the pod's status. */
export function withEnding(state: PodState, ending: PodEnding): PodState {
  return state.ending === undefined ? { ...state, ending } : state;
}
