import { goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError, type StatusDetails } from '@klockwork/kernel';
import type { RefusalStatus } from './admission-review.ts';

const CODE_MIN = 400;
/** HTTP has no larger code: upstream's server panics, and answers 500. */
const CODE_MAX = 999;
const PANICKED = 500;

/** Returns the error of a write that a webhook denied. Models `ToStatusErr` of `k8s.io/apiserver/pkg/admission/plugin/webhook/errors`. */
export function denied(webhook: string, status: RefusalStatus = {}): ApiError {
  const { code = 0, message = '', reason = '', details } = status;
  const words = message || reason;
  const denial = `admission webhook ${goQuote(webhook)} denied the request`;
  return new ApiError({
    code: code > CODE_MAX ? PANICKED : Math.max(code, CODE_MIN),
    reason,
    message: words === '' ? `${denial} without explanation` : `${denial}: ${words}`,
    ...(details !== undefined && { details: details as StatusDetails }),
  });
}

/** Failed call of a webhook: `failurePolicy` decides on the write. Models `ErrCallingWebhook`. */
export class WebhookCallError extends Error {
  override readonly name = 'WebhookCallError';

  constructor(webhook: string, problem: string) {
    super(`failed calling webhook ${goQuote(webhook)}: ${problem}`);
  }
}

/** Returns the error of a dry run that a webhook with side effects prevents. Models `NewDryRunUnsupportedErr`. */
export function dryRunUnsupported(webhook: string): ApiError {
  return statusErrors.badRequest(`admission webhook ${goQuote(webhook)} does not support dry run`);
}
