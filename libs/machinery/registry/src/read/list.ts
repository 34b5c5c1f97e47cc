import { statusErrors } from '@klockwork/api-machinery';
import type { Journal, Position, Revision } from '@klockwork/event-store';
import { ApiError, type LabTime } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { isCompacted } from './compaction.ts';
import { type ContinueToken, NOW, readContinueToken, type TokenScope, writeContinueToken } from './continue-token.ts';
import { checkListQuery, checkNotAhead, exactRevision, type ListQuery, pageLimit, parseResourceVersion } from './list-query.ts';
import { pastState } from './past-state.ts';
import type { Selection } from './selection.ts';
import { type ListedObject, type ObjectsAt, type Range, stateAt } from './state-at.ts';

/** Page of objects, all at one revision. */
export interface ListResult {
  readonly revision: Revision;
  readonly items: readonly ListedObject[];
  /** Token of the next page; undefined for the last. */
  readonly continue?: string;
  /** Known without selectors only. */
  readonly remainingItemCount?: number;
}

const TOO_OLD_TO_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, ' +
  'or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an ' +
  'inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Lists the selected present objects of a kind. */
export function listNow(journal: Journal, kind: KindDefinition, selection: Selection): ListResult {
  const { revision } = journal.state;
  const all = journal.state.all({ group: kind.group, resource: kind.resource, ...within(selection) });
  return { revision, ...takePage({ objects: all }, { selection, limit: 0 }, { revision, ...scopeOf(kind, selection) }) };
}

/**
 * Lists a kind at the present or any past revision of the log. Rejects with upstream's BadRequest, Invalid, 410 Expired for pruned
 * revisions and old continue tokens, or 504 for a future revision.
 */
export async function list(journal: Journal, kind: KindDefinition, query: ListQuery, now: LabTime): Promise<ListResult> {
  checkListQuery(query);
  const scope = scopeOf(kind, query.selection);
  const token = tokenOf(query, scope);
  const revision = revisionOf(journal, query, token);
  if (token !== undefined && revision === token.revision && (await isCompacted(journal, revision, now))) throw tooOld(token, scope);
  const limit = pageLimit(query);
  const range = { ...within(query.selection), ...(token && { after: token }), isPaged: limit > 0 };
  const state = stateAt(journal, kind, revision, range) ?? (await pastObjects(journal, kind, revision, range));
  if (state === undefined) throw tooOld(token, scope);
  return { revision, ...takePage(state, { selection: query.selection, limit }, { revision, ...scope }) };
}

async function pastObjects(journal: Journal, kind: KindDefinition, revision: Revision, range: Range): Promise<ObjectsAt | undefined> {
  const objects = await pastState(journal, kind, revision, range);
  return objects && { objects };
}

function scopeOf({ namespaced }: KindDefinition, { namespace = '' }: Selection): TokenScope {
  return { namespaced, namespace };
}

function within({ namespace }: Selection): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function takePage(
  { objects, countAfter }: ObjectsAt,
  { selection, limit }: Pick<ListQuery, 'selection' | 'limit'>,
  page: TokenScope & { revision: Revision },
): Omit<ListResult, 'revision'> {
  // Lists without namespace share one array.
  if (selection.everything && limit <= 0 && Array.isArray(objects)) return { items: objects as readonly ListedObject[] };
  const items: ListedObject[] = [];
  let remaining = 0;
  for (const object of objects) {
    if (!selection.everything && !selection.matches(object.object)) continue;
    if (limit <= 0 || items.length < limit) {
      items.push(object);
      continue;
    }
    remaining += 1;
    // Upstream omits the remaining count for selectors: any further match proves a next page.
    if (!selection.everything || countAfter !== undefined) break;
  }
  if (remaining === 0) return { items };
  const last = positionOf(items.at(-1) as ListedObject);
  const next = writeContinueToken({ revision: page.revision, ...last }, page);
  return { items, continue: next, ...(selection.everything && { remainingItemCount: countAfter?.(last) ?? remaining }) };
}

function positionOf({ object }: ListedObject): Position {
  return { namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' };
}

function tokenOf(query: ListQuery, scope: TokenScope): ContinueToken | undefined {
  if (query.continue === '') return undefined;
  const token = readContinueToken(query.continue, scope);
  if (query.resourceVersion !== '' && query.resourceVersion !== '0')
    throw statusErrors.badRequest('specifying resource version is not allowed when using continue');
  return token;
}

/** Without a version, and for NotOlderThan, the present revision applies. */
function revisionOf(journal: Journal, query: ListQuery, token: ContinueToken | undefined): Revision {
  const current = journal.state.revision;
  checkNotAhead(parseResourceVersion(query.resourceVersion, 'invalid resource version: '), current);
  const revision = token === undefined ? exactRevision(query) : token.revision;
  return revision === NOW ? current : checkNotAhead(revision, current);
}

/** Returns a 410; inside a list it has a token to continue with present objects. Models `handleCompactedErrorForPaging`. */
function tooOld(token: ContinueToken | undefined, scope: TokenScope): ApiError {
  if (token === undefined) return statusErrors.expired('The resourceVersion for the provided list is too old.');
  const { status } = statusErrors.expired(TOO_OLD_TO_CONTINUE);
  return new ApiError({ ...status, metadata: { continue: writeContinueToken({ ...token, revision: NOW }, scope) } });
}
