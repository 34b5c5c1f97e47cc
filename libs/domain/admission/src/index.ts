export type { Admission, AdmissionRequest, AdmissionView } from './admission.ts';
export { AuditAnnotations } from './audit/audit-annotations.ts';
export { builtInAdmission } from './built-in-admission.ts';
export type { CompiledPolicy } from './validating-policy/compiled-policy.ts';
export { compilePolicy } from './validating-policy/compiled-policy.ts';
export type { PolicyViolation } from './validating-policy/evaluate-policy.ts';
export { evaluatePolicy } from './validating-policy/evaluate-policy.ts';
export type { PolicyRefusal } from './validating-policy/policy-refusal.ts';
export { policyDenied, policyWarning } from './validating-policy/policy-refusal.ts';
export type {
  ExpectedReview,
  GroupVersionKind,
  GroupVersionResource,
  ReviewedRequest,
  ReviewResponse,
  ReviewVersion,
} from './webhook/admission-review.ts';
export { readReview, reviewText, reviewVersion } from './webhook/admission-review.ts';
export { isExemptKind } from './webhook/exempt-kinds.ts';
export type { RuledRequest } from './webhook/matches-rule.ts';
export { matchesRule } from './webhook/matches-rule.ts';
export { denied, dryRunUnsupported, WebhookCallError } from './webhook/webhook-errors.ts';
