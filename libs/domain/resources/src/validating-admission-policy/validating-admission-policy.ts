import type * as kubernetes from '@klockwork/kubernetes-types';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** Rules of a policy. */
export interface ValidatingAdmissionPolicySpec extends Omit<kubernetes.ValidatingAdmissionPolicySpec, 'matchConstraints'> {
  matchConstraints?: MatchResources;
}

/** ValidatingAdmissionPolicy: expressions that requests must satisfy. */
export interface ValidatingAdmissionPolicy extends Omit<kubernetes.ValidatingAdmissionPolicy, 'spec'> {
  spec?: ValidatingAdmissionPolicySpec;
}
