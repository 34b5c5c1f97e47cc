import { CountingActivity } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import type { StoredEvent } from '../event-store.ts';
import type { Journal } from '../journal.ts';
import type { LogDraft } from '../log-draft.ts';

/** Creates an Activity whose turn ends after all pending microtasks, without host timers. */
export function microtaskActivity(): CountingActivity {
  return new CountingActivity((then) => {
    let wait: Promise<void> = Promise.resolve();
    for (let round = 0; round < 32; round++) wait = wait.then(() => {});
    void wait.then(then);
  });
}

/** Returns the key of a pod. */
export function podKey(name: string, namespace = 'default'): ObjectKey {
  return { group: '', resource: 'pods', namespace, name };
}

/** Returns a stored event; by default the creation of a pod. */
export function storedEvent(revision: number, said: Partial<StoredEvent> = {}): StoredEvent {
  const key = said.key ?? podKey(`pod-${revision}`);
  return {
    revision,
    previousRevision: 0,
    previousRevisionOfKind: revision - 1,
    key,
    uid: `uid-${key.name}`,
    type: 'PodCreated',
    change: 'created',
    at: 1_000 * revision,
    actor: { user: 'admin', userAgent: 'kubectl/v1.34.0' },
    correlationId: `request-${revision}`,
    cause: { trigger: 'request', name: 'create' },
    data: {},
    objectJson: JSON.stringify({ metadata: { name: key.name, namespace: key.namespace, resourceVersion: String(revision) } }),
    ...said,
  };
}

/** Returns a draft based on the journal's newest state: an update of an existing object, otherwise its creation. */
export function draftOf(journal: Pick<Journal, 'latest'>, key: ObjectKey, said: Partial<LogDraft> = {}): LogDraft {
  const latest = journal.latest(key);
  const change = said.change ?? (latest === undefined ? 'created' : 'updated');
  return {
    key,
    uid: latest?.object.metadata?.uid ?? `uid-${key.name}`,
    type: { created: 'PodCreated', updated: 'PodUpdated', deleted: 'PodDeleted' }[change],
    change,
    previousRevision: latest?.revision ?? 0,
    actor: { user: 'admin', userAgent: 'kubectl/v1.34.0' },
    correlationId: 'request-1',
    cause: { trigger: 'request', name: change },
    data: {},
    object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: key.name, namespace: key.namespace, uid: said.uid ?? `uid-${key.name}` } },
    ...said,
  };
}
