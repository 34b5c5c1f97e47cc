import type { Condition } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Ranges that Services are given addresses from. Newer than `kubernetes-types`. */
export interface ServiceCIDR extends KubeObject {
  spec?: { cidrs?: string[] };
  status?: { conditions?: Condition[] };
}
