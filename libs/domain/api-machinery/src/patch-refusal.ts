import { ApiError } from '@klockwork/kernel';
import { fieldErrors } from './field-errors.ts';
import { statusErrors } from './status-errors.ts';

/**
 * How the patch handler of a real API server refuses.
 * Models `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.
 */
export const patchRefusal = {
  /** 422 without a cause: upstream keeps the cause to itself. */
  notApplicable(): ApiError {
    const message = 'the server rejected our request due to an error in our request';
    return new ApiError({ code: 422, reason: 'Invalid', message, details: {} });
  },

  /** 400. */
  malformed(message: string): ApiError {
    return statusErrors.badRequest(message);
  },

  /** 500 without a reason: what upstream makes of an error it did not expect in a strategic merge. */
  unexpected(message: string): ApiError {
    return new ApiError({ code: 500, reason: '', message });
  },

  /** 422 when the patched object does not fit its type: `told`, the strategic patch or the object that another one made, comes along. */
  doesNotDecode(told: string, detail: string): ApiError {
    return statusErrors.invalid({ group: '', kind: '' }, '', [fieldErrors.invalid('patch', told, detail)]);
  },
};
