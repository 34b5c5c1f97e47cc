import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Journal, Position, Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { type ContinueToken, readContinueToken, writeContinueToken } from './continue-token.ts';
import type { Selection } from './selection.ts';
import { type ListedObject, stateAt } from './state-at.ts';

/** How much of a kind to list, and how fresh. Texts are as they were sent; '' where they were not. */
export interface ListQuery {
  readonly selection: Selection;
  /** 0: all. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
}

/** A page of a kind's objects, all of them as they were at one revision. */
export interface ListResult {
  readonly revision: Revision;
  readonly items: readonly ListedObject[];
  /** Of the next page; undefined for the last. */
  readonly continue?: string;
  /** Known when no selector hides objects. */
  readonly remainingItemCount?: number;
}

const TOO_OLD_TO_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.';

/** Lists a kind. Throws BadRequest, Invalid, 410 Expired or 504 in upstream's words. */
export function list(journal: Journal, kind: KindDefinition, query: ListQuery): ListResult {
  checkListQuery(query);
  const token = tokenOf(query);
  const revision = revisionOf(journal, query, token);
  const { namespace } = query.selection;
  const range = { ...(namespace !== undefined && { namespace }), ...(token && { after: token }) };
  const objects = stateAt(journal, kind, revision, range);
  if (objects === undefined) throw tooOld(token !== undefined);
  return { revision, ...takePage(objects, query, revision) };
}

function takePage(objects: Iterable<ListedObject>, { selection, limit }: ListQuery, revision: Revision): Omit<ListResult, 'revision'> {
  const items: ListedObject[] = [];
  let remaining = 0;
  for (const listed of objects) {
    if (!selection.everything && !selection.matches(listed.object)) continue;
    if (limit === 0 || items.length < limit) items.push(listed);
    else remaining += 1;
    // With a selector upstream does not count what is left: one more match is enough to know that there is a next page.
    if (remaining > 0 && !selection.everything) break;
  }
  if (remaining === 0) return { items };
  const next = writeContinueToken({ revision, ...positionOf(items.at(-1) as ListedObject) });
  return { items, continue: next, ...(selection.everything && { remainingItemCount: remaining }) };
}

function positionOf({ object }: ListedObject): Position {
  return { namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' };
}

function tokenOf(query: ListQuery): ContinueToken | undefined {
  if (query.continue === '') return undefined;
  const token = readContinueToken(query.continue);
  if (token === undefined) throw statusErrors.badRequest('invalid continue token: continue key is not valid: unrecognized form');
  if (query.resourceVersion !== '' && query.resourceVersion !== '0')
    throw statusErrors.badRequest('specifying resource version is not allowed when using continue');
  return token;
}

/** Without a version, and for "not older than", the answer is what is there now. */
function revisionOf(journal: Journal, query: ListQuery, token: ContinueToken | undefined): Revision {
  const current = journal.state.revision;
  if (token !== undefined) return checkNotAhead(token.revision, current);
  const asked = parseResourceVersion(query.resourceVersion);
  checkNotAhead(asked, current);
  return query.resourceVersionMatch === 'Exact' ? asked : current;
}

/** A resourceVersion as a number; '' is 0. Throws BadRequest. Models `ParseResourceVersion`. */
export function parseResourceVersion(text: string): Revision {
  if (text === '') return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const error = fieldErrors.invalid('resourceVersion', text, `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  throw statusErrors.badRequest(`${error.field}: ${error.message}`);
}

/** Models `NewTooLargeResourceVersionError`. */
function checkNotAhead(asked: Revision, current: Revision): Revision {
  if (asked <= current) return asked;
  throw new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
  });
}

function tooOld(continued: boolean): ApiError {
  return statusErrors.expired(continued ? TOO_OLD_TO_CONTINUE : 'The resourceVersion for the provided list is too old.');
}

/** Models `ValidateListOptions` of apimachinery's internalversion validation. */
function checkListQuery({ resourceVersion, resourceVersionMatch: match, continue: token, limit }: ListQuery): void {
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
  if (limit < 0) throw statusErrors.badRequest('limit must be a non-negative integer');
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}
