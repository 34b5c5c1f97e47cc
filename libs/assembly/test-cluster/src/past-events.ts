import type { StoredEvent } from '@klockwork/event-store';
import type { ObjectKey } from '@klockwork/resources';
import { FoldedState } from './folded-state.ts';
import type { ApiObject, ClusterState, ObjectRevision } from './public.ts';

/** Returns the objects as they were at a revision or an instant. */
export function stateAt(events: readonly StoredEvent[], moment: number | Date): ClusterState {
  const isPast = ({ revision, at }: StoredEvent) => (typeof moment === 'number' ? revision <= moment : at <= moment.getTime());
  const state = new FoldedState();
  for (const event of events) if (isPast(event)) state.apply(event);
  return state;
}

/** Returns the revisions of an object, oldest first. Throws an Error for an unknown resource. */
export function historyOf(events: readonly StoredEvent[], state: FoldedState, object: string): readonly ObjectRevision[] {
  const name = objectName(state.keyOf(object));
  return events.filter((event) => objectName(event.key) === name).map((event) => revisionOf(event, state));
}

function revisionOf(event: StoredEvent, state: FoldedState): ObjectRevision {
  const { revision, at, change, actor } = event;
  return { revision, time: new Date(at), change, actor: actor.user, object: state.parsed(event) as ApiObject };
}

/** Returns `deployments.apps/shop/web`, as the API's paths of objects are named. */
export function objectName({ group, resource, namespace, name }: ObjectKey): string {
  const kind = group === '' ? resource : `${resource}.${group}`;
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
