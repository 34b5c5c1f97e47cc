import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { Selection } from './selection.ts';

/** Selection, page and version of a LIST. Strings are as sent; '' if absent. */
export interface ListQuery {
  readonly selection: Selection;
  /** 0, or less: all. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** Present only if sent: valid for watches only. */
  readonly sendInitialEvents?: boolean;
}

/** Throws Invalid or BadRequest. Models `ValidateListOptions` of apimachinery's internalversion validation. */
export function checkListQuery(query: ListQuery): void {
  const { resourceVersion, resourceVersionMatch: match, continue: token } = query;
  const errors: FieldError[] = [];
  const path = 'resourceVersionMatch';
  if (match !== '') {
    if (resourceVersion === '')
      errors.push(fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (token !== '') errors.push(fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(fieldErrors.notSupported(path, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0')
      errors.push(fieldErrors.forbidden(path, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (query.sendInitialEvents === true) errors.push(fieldErrors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

/** Requested resourceVersion; a `bigint` beyond 2^53, larger than any log. */
export type RequestedRevision = Revision | bigint;

const UINT64_MAX = 2n ** 64n - 1n;
const UINT64_DIGITS_MAX = 20;

/** Parses a resourceVersion; '' is 0. Throws BadRequest with `prefix`. Models `ParseResourceVersion`. */
export function parseResourceVersion(text: string, prefix = ''): RequestedRevision {
  if (text === '') return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const isNumber = /^\d+$/.test(text);
  if (isNumber && text.length <= UINT64_DIGITS_MAX && BigInt(text) <= UINT64_MAX) return BigInt(text);
  const problem = isNumber ? 'value out of range' : 'invalid syntax';
  const error = fieldErrors.invalid('resourceVersion', text, `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${problem}`);
  throw statusErrors.badRequest(`${prefix}${error.field}: ${error.message}`);
}

/** Returns the requested version; throws 504 if the log has not reached it. Models `NewTooLargeResourceVersionError`. */
export function checkNotAhead(request: RequestedRevision, current: Revision): Revision {
  if (request <= current) return Number(request);
  throw new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${request}, current: ${current}`,
    details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
  });
}

/**
 * Returns the revision of a list without token, 0 for the present one. A version with limit and without match means Exact. Models the table
 * "resourceVersion Parameter" of the API concepts and `ResourceVersionMatch` in `storage.GetListOpts`.
 */
export function exactRevision({ resourceVersion, resourceVersionMatch: match, limit }: ListQuery): Revision {
  return match === 'Exact' || (match === '' && limit > 0) ? Number(parseResourceVersion(resourceVersion)) : 0;
}

/**
 * Returns the max number of objects of a page, 0 for all: version 0 returns the whole list, as from upstream's cache. Models
 * `computeListLimit` of `storage/cacher`.
 */
export function pageLimit({ resourceVersion, continue: token, limit }: ListQuery): number {
  return resourceVersion === '0' && token === '' ? 0 : Math.max(0, limit);
}
