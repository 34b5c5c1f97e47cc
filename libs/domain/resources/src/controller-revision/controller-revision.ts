import type * as kubernetes from '@klockwork/kubernetes-types';

/** One state of a DaemonSet's or a StatefulSet's template, kept to go back to. `data` is a patch of the object that brings it back. */
export interface ControllerRevision extends Omit<kubernetes.ControllerRevision, 'data'> {
  data?: unknown;
}
