import type * as kubernetes from '@klockwork/kubernetes-types';

/** Former template of a DaemonSet or StatefulSet, kept for rollback. `data` is a patch of the owner. */
export interface ControllerRevision extends Omit<kubernetes.ControllerRevision, 'data'> {
  data?: unknown;
}
