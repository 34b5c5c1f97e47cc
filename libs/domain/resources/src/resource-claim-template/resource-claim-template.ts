import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';
import type { ResourceClaimSpec } from '../resource-claim/resource-claim.ts';

/** What claims of pods are made of. */
export interface ResourceClaimTemplate extends KubeObject {
  spec?: { metadata?: ObjectMeta; spec?: ResourceClaimSpec };
}
