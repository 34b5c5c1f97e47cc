import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

export interface ReplicationControllerSpec extends Omit<kubernetes.ReplicationControllerSpec, 'template'> {
  template?: PodTemplateSpec;
}

/** ReplicationController: predecessor of ReplicaSets that maintains a number of labelled pods. */
export interface ReplicationController extends Omit<kubernetes.ReplicationController, 'spec' | 'status'> {
  spec?: ReplicationControllerSpec;
  status?: kubernetes.ReplicationControllerStatus;
}
