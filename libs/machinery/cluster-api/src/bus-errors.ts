import { BusError } from '@klockwork/bus';
import { ApiError } from '@klockwork/kernel';

/** Returns the ApiError for an unanswered bus request; other errors pass unchanged. */
export function asApiError(error: unknown): unknown {
  if (!(error instanceof BusError)) return error;
  switch (error.code) {
    case 'timeout':
    case 'lost':
      return new ApiError({ code: 504, reason: 'Timeout', message: 'Timeout: request did not complete within the allotted timeout' });
    case 'no-responders':
    case 'closed':
      return new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' });
    case 'too-large':
      return new ApiError({ code: 413, reason: 'RequestEntityTooLarge', message: `Request entity too large: ${error.message}` });
    case 'refused':
      return new ApiError({ code: 500, reason: 'InternalError', message: `Internal error occurred: ${error.message}` });
  }
}

/** True if the api-server was unreachable, or its answer lost: retry reads; the result of a write is unknown. */
export function isUnreachable(error: unknown): error is ApiError {
  return ApiError.is(error, 'ServiceUnavailable') || ApiError.is(error, 'Timeout');
}
