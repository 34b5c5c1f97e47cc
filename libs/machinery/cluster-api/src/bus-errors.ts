import { BusError } from '@klockwork/bus';
import { ApiError } from '@klockwork/kernel';

/** The ApiError a caller gets for a question that the bus did not get answered; other errors pass unchanged. */
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

/** True when the api-server was not reached or its answer was lost: worth asking again, and for a write unknown whether it was done. */
export function isUnreachable(error: unknown): error is ApiError {
  return ApiError.is(error, 'ServiceUnavailable') || ApiError.is(error, 'Timeout');
}
