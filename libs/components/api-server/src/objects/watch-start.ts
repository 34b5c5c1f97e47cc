import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import { checkNotAhead, parseResourceVersion, type WatchStart } from '@klockwork/registry';
import { goBoolean, type Query } from '../routing/query.ts';

/** Where a watch begins; `current` is the newest revision. Throws Invalid or BadRequest. Models the watch rules of `resourceVersion`, `resourceVersionMatch` and `sendInitialEvents`. */
export function watchStart(query: Query, current: number): WatchStart {
  const resourceVersion = query.text('resourceVersion');
  checkWatchQuery(query);
  const revision = Number(parseResourceVersion(resourceVersion));
  if (query.has('sendInitialEvents')) {
    if (goBoolean(query.text('sendInitialEvents'))) return { type: 'state', marked: query.flag('allowWatchBookmarks') };
    return { type: 'revision', revision: revision === 0 ? current : revision };
  }
  return revision === 0 ? { type: 'state', marked: false } : { type: 'revision', revision };
}

/**
 * Returns the error of a watch whose present objects are older than requested. As upstream, errors after request parsing are sent as the
 * first event. Models `waitUntilWatchCacheFreshAndForceAllEvents` of the watch cache.
 */
export function startRefusal(query: Query, { type }: WatchStart, current: number): ApiError | undefined {
  if (type !== 'state') return undefined;
  try {
    checkNotAhead(parseResourceVersion(query.text('resourceVersion')), current);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Models `validateWatchOptions` of apimachinery's internalversion validation. */
function checkWatchQuery(query: Query): void {
  const match = query.text('resourceVersionMatch');
  const errors: FieldError[] = [];
  const path = 'resourceVersionMatch';
  if (match !== '') {
    if (!query.has('sendInitialEvents'))
      errors.push(fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
    if (match !== 'NotOlderThan') errors.push(fieldErrors.notSupported(path, match, ['NotOlderThan']));
    if (query.text('continue') !== '')
      errors.push(fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
  } else if (query.has('sendInitialEvents')) {
    errors.push(fieldErrors.forbidden(path, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}
