import type { Mutable } from '@klockwork/kernel';
import type { ObjectMeta, PodSpec, PodStatus } from '@klockwork/kubernetes-types';

export type { PodCondition, PodStatus } from '@klockwork/kubernetes-types';

/** Pod: containers on a node. */
export interface Pod {
  apiVersion?: 'v1';
  kind?: 'Pod';
  metadata?: Mutable<ObjectMeta>;
  spec?: PodSpec;
  status?: PodStatus;
}
