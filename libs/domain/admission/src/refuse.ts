import { statusErrors } from '@klockwork/api-machinery';
import { ApiError, type StatusCause } from '@klockwork/kernel';
import type { AdmissionRequest } from './admission.ts';

/** 403 `pods "web" is forbidden: detail`. Models `admission.NewForbidden`. */
export function forbidden({ resource, name }: AdmissionRequest, detail: string, causes?: readonly StatusCause[]): ApiError {
  const error = statusErrors.forbidden(resource, name, detail);
  if (causes === undefined) return error;
  const { code, reason, message, details } = error.status;
  return new ApiError({ code, reason, message, details: { ...details, causes } });
}

/** Joins several messages: `a`, or `[a, b]`. Models `utilerrors.NewAggregate`. */
export function aggregate(problems: readonly string[]): string {
  const reasons = [...new Set(problems)];
  return reasons.length === 1 ? (reasons[0] as string) : `[${reasons.join(', ')}]`;
}
