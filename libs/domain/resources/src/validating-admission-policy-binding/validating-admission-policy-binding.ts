import type { Mutable } from '@klockwork/kernel';
import type * as registration from 'kubernetes-types/admissionregistration/v1';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** Where a policy holds, with which parameters, and what becomes of who violates it. */
export interface ValidatingAdmissionPolicyBinding extends Omit<Mutable<registration.ValidatingAdmissionPolicyBinding>, 'spec'> {
  spec?: Omit<Mutable<registration.ValidatingAdmissionPolicyBindingSpec>, 'matchResources'> & { matchResources?: MatchResources };
}
