import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What of a ReplicationController is asked for. */
export interface ReplicationControllerSpec extends Omit<kubernetes.ReplicationControllerSpec, 'template'> {
  template?: PodTemplateSpec;
}

/** The ancestor of ReplicaSets: it keeps a number of pods with given labels. */
export interface ReplicationController extends Omit<kubernetes.ReplicationController, 'spec' | 'status'> {
  spec?: ReplicationControllerSpec;
  status?: kubernetes.ReplicationControllerStatus;
}
