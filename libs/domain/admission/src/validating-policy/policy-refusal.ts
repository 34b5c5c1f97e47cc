import { statusErrors } from '@klockwork/api-machinery';
import { ApiError, type StatusCause } from '@klockwork/kernel';
import type { ResourceRef } from '@klockwork/resources';

const CODES: Readonly<Record<string, number>> = { Unauthorized: 401, Forbidden: 403, RequestEntityTooLarge: 413, Invalid: 422 };

/** Refusal by a policy; `binding` is absent for a policy that cannot be used. */
export interface PolicyRefusal {
  readonly policy: string;
  readonly binding?: string | undefined;
  readonly message: string;
  /** '' for errors, which count as `Invalid`. */
  readonly reason: string;
}

/** Returns the error of a write that a policy refuses. Models `dispatcher.Dispatch` of `plugin/policy/validating`. */
export function policyDenied(write: { readonly kind: ResourceRef; readonly name: string }, refusal: PolicyRefusal): ApiError {
  const binding = refusal.binding === undefined ? '' : ` with binding '${refusal.binding}'`;
  const text = `ValidatingAdmissionPolicy '${refusal.policy}'${binding} denied request: ${refusal.message}`;
  const { message, details } = statusErrors.forbidden(write.kind, write.name, text).status;
  const reason = refusal.reason === '' ? 'Invalid' : refusal.reason;
  return new ApiError({ code: CODES[reason] ?? 422, reason, message, details: { ...details, causes: [{ message: text } as StatusCause] } });
}

/** Returns the warning of a violation under the action `Warn`. */
export function policyWarning(policy: string, binding: string, message: string): string {
  return `Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${binding}': ${message}`;
}
