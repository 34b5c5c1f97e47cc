import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';
import type { ResourceClaimSpec } from '../resource-claim/resource-claim.ts';

/** ResourceClaimTemplate: template of pods' claims. */
export interface ResourceClaimTemplate extends KubeObject {
  spec?: { metadata?: ObjectMeta; spec?: ResourceClaimSpec };
}
