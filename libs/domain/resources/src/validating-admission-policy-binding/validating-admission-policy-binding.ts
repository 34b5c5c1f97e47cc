import type * as kubernetes from '@klockwork/kubernetes-types';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** Where a policy holds, with which parameters, and what becomes of who violates it. */
export interface ValidatingAdmissionPolicyBinding extends Omit<kubernetes.ValidatingAdmissionPolicyBinding, 'spec'> {
  spec?: Omit<kubernetes.ValidatingAdmissionPolicyBindingSpec, 'matchResources'> & { matchResources?: MatchResources };
}
