import type { Cause } from '@klockwork/event-store';
import type { ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import type { Fact, PodState, RecordAction } from '@klockwork/pod-lifecycle';
import type { MountedVolume } from './volumes/volume-plugin.ts';

/** Pod of a worker, for the classes that act beside it. */
export interface WorkerPod {
  /** Pod in the API, with requested resources. */
  readonly apiPod: Pod;
  /** Pod with granted resources. */
  readonly pod: Pod;
  readonly state: PodState;
  /** Cause of the last decision. */
  readonly cause: Cause;
  /** Mounted volumes by name. */
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** Returns the newest status of a container by name. */
  containerStatus(name: string): ContainerStatus | undefined;
  /** Records the result of a runtime call, and decides at the end of this instant. `lead`: cause of the call. */
  learn(fact: Fact, lead: Cause): void;
  /** Records start or end of a probe, without a decision. */
  learnProbe(fact: Fact & { type: 'probe-began' | 'probed' }, cause: Cause): void;
  /** Decides now. */
  decide(cause: Cause): void;
  /** Records an Event of the pod. */
  record(event: RecordAction): void;
}
