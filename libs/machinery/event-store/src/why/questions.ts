import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';

/** Question about an object, with the event whose chain answers it. */
export interface Question {
  readonly question: string;
  readonly revision: Revision;
  /** Set for a question about changed fields. */
  readonly change?: true;
}

/** Returns the questions that an object's history raises, most important first; at least one. */
export function questionsOf(history: readonly WholeEvent[]): readonly Question[] {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined) return [];
  const name = objectText(last.key);
  const questions = [deletion(history, name), readiness(history, name) ?? newestChange(history, name), creation(first, name)];
  return questions.filter((question) => question !== undefined);
}

/** Returns the event of restart number `restart` of a pod's container: the first whose status has this count. */
export function restartEvent(history: readonly WholeEvent[], restart: number): WholeEvent | undefined {
  return history.find(({ object }) => restartsOf(object) >= restart);
}

/** Returns the highest restart count of a pod's containers. */
export function restartsOf(object: KubeObject): number {
  const { status } = object as { status?: { containerStatuses?: Restarts; initContainerStatuses?: Restarts } };
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return Math.max(0, ...statuses.map(({ restartCount }) => restartCount));
}

type Restarts = readonly { readonly restartCount: number }[];

/** `pods/default/web-1`, `nodes/node-2`. */
export function objectText({ resource, namespace, name }: ObjectKey): string {
  return [resource, namespace, name].filter((part) => part !== '').join('/');
}

function deletion(history: readonly WholeEvent[], name: string): Question | undefined {
  const deletionEvent = history.find(({ change }) => change === 'deleted');
  if (deletionEvent !== undefined) return { question: `${name} was deleted`, revision: deletionEvent.revision };
  const markedEvent = history.find(({ object }) => object.metadata?.deletionTimestamp !== undefined);
  return markedEvent && { question: `${name} is being deleted`, revision: markedEvent.revision };
}

function readiness(history: readonly WholeEvent[], name: string): Question | undefined {
  const turnedEvent = history.findLast(({ type }) => type === 'NodeBecameReady' || type === 'NodeBecameNotReady');
  return turnedEvent && { question: `${name} is ${turnedEvent.type.slice('NodeBecame'.length)}`, revision: turnedEvent.revision };
}

/**
 * Returns the newest change of an object's desired state: of its generation, or any change for kinds without generation. Pods have none.
 */
function newestChange(history: readonly WholeEvent[], name: string): Question | undefined {
  const changedEvent = history.findLast(({ change, object, key, type }, index) => {
    const before = history[index - 1]?.object;
    if (change !== 'updated' || before === undefined || key.resource === 'pods' || type === 'LeaseRenewed') return false;
    const generation = object.metadata?.generation;
    if (object.metadata?.deletionTimestamp !== before.metadata?.deletionTimestamp) return false;
    return generation === undefined || generation !== before.metadata?.generation;
  });
  return changedEvent && { question: `${name} was changed`, revision: changedEvent.revision, change: true };
}

/** Uses the first stored event if earlier ones were pruned. */
function creation({ change, revision }: WholeEvent, name: string): Question {
  return {
    question: change === 'created' ? `${name} was created` : `${name} is what it is since the first event of it that is kept`,
    revision,
  };
}
