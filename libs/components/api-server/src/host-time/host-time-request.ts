import { ApiError } from '@klockwork/kernel';
import type { ApiRequest } from '../http.ts';

/** Below this path the API is served for reading, with its times moved to the host's clock. See docs/adr/0008-lab-time-begins-where-the-log-ended.md. */
const HOST_TIME_PATH = '/klockwork/v1/host-time';

/** Returns the request without the prefix of the path; undefined when it has none. */
export function hostTimeRequest(request: ApiRequest): ApiRequest | undefined {
  const { path } = request;
  if (!path.startsWith(HOST_TIME_PATH)) return undefined;
  const rest = path.slice(HOST_TIME_PATH.length);
  return rest === '' || rest.startsWith('/') ? { ...request, path: rest || '/' } : undefined;
}

/** Throws 405 for a request that may write: an object with moved times must not be stored. */
export function checkReadOnly({ method }: ApiRequest): void {
  if (method !== 'GET' && method !== 'HEAD') throw readOnly();
}

/** The refusal of writes, and of connections into containers. */
export function readOnly(): ApiError {
  const message =
    "the times of this context are those of the host's clock, so it only reads: use the context klockwork to write or connect";
  return new ApiError({ code: 405, reason: 'MethodNotAllowed', message });
}
