import { statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import type { KindDefinition, ObjectKey } from '@klockwork/resources';
import type { Query } from '../routing/query.ts';

/** What of the event log is asked for. */
export interface EventLogQuery {
  /** Events after this revision. */
  readonly after: Revision;
  readonly key?: ObjectKey;
  readonly follow: boolean;
}

/** Reads `from`, `object` (`pods/NAME`), `namespace` and `follow`. Throws BadRequest. */
export function eventLogQuery(kinds: readonly KindDefinition[], query: Query): EventLogQuery {
  const from = query.text('from') || '1';
  if (!/^\d{1,15}$/.test(from)) throw statusErrors.badRequest(`from must be a revision, not ${JSON.stringify(from)}`);
  const object = query.text('object');
  return {
    after: Math.max(0, Number(from) - 1),
    follow: query.flag('follow'),
    ...(object !== '' && { key: keyOf(kinds, object, query.text('namespace') || 'default') }),
  };
}

function keyOf(kinds: readonly KindDefinition[], object: string, namespace: string): ObjectKey {
  const at = object.indexOf('/');
  const [said, name] = [object.slice(0, at), object.slice(at + 1)];
  const kind = kinds.find((one) => namesOf(one).includes(said));
  if (at <= 0 || name === '' || kind === undefined)
    throw statusErrors.badRequest(`object must be a resource and a name such as pods/web, not ${JSON.stringify(object)}`);
  return { group: kind.group, resource: kind.resource, namespace: kind.namespaced ? namespace : '', name };
}

/** As kubectl takes them: `deployments`, `deployment`, `deploy`, `deployments.apps`. */
function namesOf({ resource, singular, shortNames, group }: KindDefinition): string[] {
  return [resource, singular, ...shortNames, ...(group === '' ? [] : [`${resource}.${group}`])];
}
