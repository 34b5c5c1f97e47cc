import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** Where a policy holds, with which parameters, and what becomes of who violates it. */
export interface ValidatingAdmissionPolicyBinding extends Omit<Mutable<kubernetes.ValidatingAdmissionPolicyBinding>, 'spec'> {
  spec?: Omit<Mutable<kubernetes.ValidatingAdmissionPolicyBindingSpec>, 'matchResources'> & { matchResources?: MatchResources };
}
