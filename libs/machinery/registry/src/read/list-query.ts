import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { Selection } from './selection.ts';

/** How much of a kind to list, and how fresh. Texts are as they were sent; '' where they were not. */
export interface ListQuery {
  readonly selection: Selection;
  /** 0, or less: all. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** Whether it was sent at all: it is for watches only. */
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

/** A resourceVersion that was asked for: beyond 2^53, where no log will ever be, a `bigint`. */
export type RequestedRevision = Revision | bigint;

const UINT64_MAX = 2n ** 64n - 1n;
const UINT64_DIGITS_MAX = 20;

/** A resourceVersion as a number; '' is 0. Throws BadRequest, whose words begin with `prefix`. Models `ParseResourceVersion`. */
export function parseResourceVersion(text: string, prefix = ''): RequestedRevision {
  if (text === '') return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const isNumber = /^\d+$/.test(text);
  if (isNumber && text.length <= UINT64_DIGITS_MAX && BigInt(text) <= UINT64_MAX) return BigInt(text);
  const problem = isNumber ? 'value out of range' : 'invalid syntax';
  const error = fieldErrors.invalid('resourceVersion', text, `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${problem}`);
  throw statusErrors.badRequest(`${prefix}${error.field}: ${error.message}`);
}

/** The version that was asked for, unless the log is not that far yet: 504. Models `NewTooLargeResourceVersionError`. */
export function checkNotAhead(asked: RequestedRevision, current: Revision): Revision {
  if (asked <= current) return Number(asked);
  throw new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
  });
}

/**
 * The revision that a list without a token is read at, 0 for that of now. A version with a limit and no match means exactly that one.
 * Models the table "resourceVersion Parameter" of the API's concepts and `ResourceVersionMatch` in `storage.GetListOpts`.
 */
export function exactRevision({ resourceVersion, resourceVersionMatch: match, limit }: ListQuery): Revision {
  return match === 'Exact' || (match === '' && limit > 0) ? Number(parseResourceVersion(resourceVersion)) : 0;
}

/** How many objects a page has at most, 0 for all: who takes any version is given the whole list, as upstream's cache has it at hand. Models `computeListLimit` of `storage/cacher`. */
export function pageLimit({ resourceVersion, continue: token, limit }: ListQuery): number {
  return resourceVersion === '0' && token === '' ? 0 : Math.max(0, limit);
}
