import type { Mutable } from '@klockwork/kernel';
import type * as apps from 'kubernetes-types/apps/v1';

/** One state of a DaemonSet's or a StatefulSet's template, kept to go back to. `data` is a patch of the object that brings it back. */
export interface ControllerRevision extends Omit<Mutable<apps.ControllerRevision>, 'data'> {
  data?: unknown;
}
