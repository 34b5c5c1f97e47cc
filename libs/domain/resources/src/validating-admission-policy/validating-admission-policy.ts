import type { Mutable } from '@klockwork/kernel';
import type * as registration from 'kubernetes-types/admissionregistration/v1';
import type { MatchResources } from '../admission-registration/webhook.ts';

/** What a policy asks of requests. */
export interface ValidatingAdmissionPolicySpec extends Omit<Mutable<registration.ValidatingAdmissionPolicySpec>, 'matchConstraints'> {
  matchConstraints?: MatchResources;
}

/** A policy that requests are held to by expressions. */
export interface ValidatingAdmissionPolicy extends Omit<Mutable<registration.ValidatingAdmissionPolicy>, 'spec'> {
  spec?: ValidatingAdmissionPolicySpec;
}
