import type * as kubernetes from '@klockwork/kubernetes-types';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** Binding of a policy: matched resources, parameters, and actions on violation. */
export interface ValidatingAdmissionPolicyBinding extends Omit<kubernetes.ValidatingAdmissionPolicyBinding, 'spec'> {
  spec?: Omit<kubernetes.ValidatingAdmissionPolicyBindingSpec, 'matchResources'> & { matchResources?: MatchResources };
}
