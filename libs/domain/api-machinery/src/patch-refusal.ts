import { ApiError } from '@klockwork/kernel';
import { fieldErrors } from './field-errors.ts';
import { statusErrors } from './status-errors.ts';

/** Errors of upstream's patch handler. Models `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`. */
export const patchRefusal = {
  /** Returns 422 without a cause, as upstream. */
  notApplicable(): ApiError {
    const message = 'the server rejected our request due to an error in our request';
    return new ApiError({ code: 422, reason: 'Invalid', message, details: {} });
  },

  /** 400. */
  malformed(message: string): ApiError {
    return statusErrors.badRequest(message);
  },

  /** Returns 500 without a reason: upstream's answer to unexpected errors of a strategic merge. */
  unexpected(message: string): ApiError {
    return new ApiError({ code: 500, reason: '', message });
  },

  /** Returns 422 for a patched object that does not fit its type. `told`: strategic patch, or object after another patch. */
  doesNotDecode(told: string, detail: string): ApiError {
    return statusErrors.invalid({ group: '', kind: '' }, '', [fieldErrors.invalid('patch', told, detail)]);
  },
};
