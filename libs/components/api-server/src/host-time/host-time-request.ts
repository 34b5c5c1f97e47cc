import type { ApiRequest } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';

/** Prefix of the read-only API with times shifted to the host's clock. See docs/adr/0008-lab-time-begins-where-the-log-ended.md. */
const HOST_TIME_PATH = '/klockwork/v1/host-time';

/** Returns the request without the path prefix; undefined for other paths. */
export function hostTimeRequest(request: ApiRequest): ApiRequest | undefined {
  const { path } = request;
  if (!path.startsWith(HOST_TIME_PATH)) return undefined;
  const rest = path.slice(HOST_TIME_PATH.length);
  return rest === '' || rest.startsWith('/') ? { ...request, path: rest || '/' } : undefined;
}

/** Throws 405 for writing requests: objects with shifted times must not be stored. */
export function checkReadOnly({ method }: ApiRequest): void {
  if (method !== 'GET' && method !== 'HEAD') throw readOnly();
}

/** Returns the refusal of writes and container connections. */
export function readOnly(): ApiError {
  const message =
    "the times of this context are those of the host's clock, so it only reads: use the context klockwork to write or connect";
  return new ApiError({ code: 405, reason: 'MethodNotAllowed', message });
}
