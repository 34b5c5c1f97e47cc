import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Revision } from '../log-event.ts';
import type { WholeEvent } from '../stored-event.ts';

/** What can be asked of an object, and the event whose chain is the answer. */
export interface Question {
  readonly question: string;
  readonly revision: Revision;
  /** Set when the question is which fields were changed. */
  readonly change?: true;
}

/** The questions that the history of one object raises, what matters most now first; never none. */
export function questionsOf(history: readonly WholeEvent[]): readonly Question[] {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined) return [];
  const name = objectText(last.key);
  const asked = [deletion(history, name), readiness(history, name) ?? newestChange(history, name), creation(first, name)];
  return asked.filter((question) => question !== undefined);
}

/** The event that shows restart number `restart` of a container of a pod: the first whose status counts so many. */
export function restartEvent(history: readonly WholeEvent[], restart: number): WholeEvent | undefined {
  return history.find(({ object }) => restartsOf(object) >= restart);
}

/** How often the container of a pod that was started again most often was. */
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
  const gone = history.find(({ change }) => change === 'deleted');
  if (gone !== undefined) return { question: `${name} was deleted`, revision: gone.revision };
  const marked = history.find(({ object }) => object.metadata?.deletionTimestamp !== undefined);
  return marked && { question: `${name} is being deleted`, revision: marked.revision };
}

function readiness(history: readonly WholeEvent[], name: string): Question | undefined {
  const turned = history.findLast(({ type }) => type === 'NodeBecameReady' || type === 'NodeBecameNotReady');
  return turned && { question: `${name} is ${turned.type.slice('NodeBecame'.length)}`, revision: turned.revision };
}

/** The newest change of what is asked of the object: of its generation, or of anything when its kind counts none. Pods do not change. */
function newestChange(history: readonly WholeEvent[], name: string): Question | undefined {
  const changed = history.findLast(({ change, object, key, type }, index) => {
    const before = history[index - 1]?.object;
    if (change !== 'updated' || before === undefined || key.resource === 'pods' || type === 'LeaseRenewed') return false;
    const generation = object.metadata?.generation;
    if (object.metadata?.deletionTimestamp !== before.metadata?.deletionTimestamp) return false;
    return generation === undefined || generation !== before.metadata?.generation;
  });
  return changed && { question: `${name} was changed`, revision: changed.revision, change: true };
}

/** Of an object whose first events were removed, the first that is kept. */
function creation({ change, revision }: WholeEvent, name: string): Question {
  return {
    question: change === 'created' ? `${name} was created` : `${name} is what it is since the first event of it that is kept`,
    revision,
  };
}
