import type { Condition } from 'kubernetes-types/meta/v1';
import type { KubeObject } from '../object.ts';

/** Ranges that Services are given addresses from. Newer than `kubernetes-types`. */
export interface ServiceCIDR extends KubeObject {
  spec?: { cidrs?: string[] };
  status?: { conditions?: Condition[] };
}
