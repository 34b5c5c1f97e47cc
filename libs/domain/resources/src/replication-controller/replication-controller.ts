import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What of a ReplicationController is asked for. */
export interface ReplicationControllerSpec extends Omit<Mutable<core.ReplicationControllerSpec>, 'template'> {
  template?: PodTemplateSpec;
}

/** The ancestor of ReplicaSets: it keeps a number of pods with given labels. */
export interface ReplicationController extends Omit<Mutable<core.ReplicationController>, 'spec' | 'status'> {
  spec?: ReplicationControllerSpec;
  status?: Mutable<core.ReplicationControllerStatus>;
}
