import { statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import type { ApiRequest } from '@klockwork/http-api';

/** Prefix of the read-only API of the past: `/at/512/api/v1/pods`. See docs/adr/0027-the-past-is-the-same-api.md. */
const PAST_PATH = /^\/at\/([^/]*)(\/.*)?$/;

/** Request for the past. */
export interface PastRequest {
  readonly revision: Revision;
  /** Request without the path prefix. */
  readonly request: ApiRequest;
}

/** Returns the revision and the remaining request; undefined for other paths. Throws BadRequest for another word than a revision. */
export function pastRequest(request: ApiRequest): PastRequest | undefined {
  const match = PAST_PATH.exec(request.path);
  if (match === null) return undefined;
  const [, word = '', path = '/'] = match;
  if (!/^\d{1,15}$/.test(word))
    throw statusErrors.badRequest(`a path of the past names a revision, as /at/512/api, not ${JSON.stringify(word)}`);
  return { revision: Number(word), request: { ...request, path } };
}
