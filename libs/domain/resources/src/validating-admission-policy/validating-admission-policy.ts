import type * as kubernetes from '@klockwork/kubernetes-types';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** What a policy asks of requests. */
export interface ValidatingAdmissionPolicySpec extends Omit<kubernetes.ValidatingAdmissionPolicySpec, 'matchConstraints'> {
  matchConstraints?: MatchResources;
}

/** A policy that requests are held to by expressions. */
export interface ValidatingAdmissionPolicy extends Omit<kubernetes.ValidatingAdmissionPolicy, 'spec'> {
  spec?: ValidatingAdmissionPolicySpec;
}
