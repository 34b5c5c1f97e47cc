import type { StoredEvent } from '@klockwork/event-store';
import { type KubeObject, keyText, type ResourceRef } from '@klockwork/resources';
import type { Invariant } from '../invariants/invariant.ts';
import { ObservedCluster } from '../observation/observed-cluster.ts';

/** Fields of an event; earlier events determine the others. */
export interface EventDraft {
  readonly change: StoredEvent['change'];
  readonly resource: ResourceRef;
  /** Named object; default UID derives from its name. */
  readonly object: KubeObject;
  /** Deliberate errors of the event. */
  readonly wrong?: Partial<StoredEvent>;
  /** Deliberate errors of the object's metadata. */
  readonly wrongMetadata?: Partial<NonNullable<KubeObject['metadata']>>;
}

/** Creates a log from drafts, valid except for deliberate errors, and returns the invariant's first problem. */
export function firstProblem(invariant: Invariant, history: readonly EventDraft[]): { revision: number; problem: string } | undefined {
  const cluster = new ObservedCluster();
  const check = invariant.watch();
  for (const event of logOf(history)) {
    const problem = check(cluster.observe(event));
    if (problem !== undefined) return { revision: event.revision, problem };
  }
  return undefined;
}

function logOf(history: readonly EventDraft[]): StoredEvent[] {
  const newest = new Map<string, number>();
  const newestOfKind = new Map<string, number>();
  return history.map((told, index) => {
    const revision = index + 1;
    const event = eventOf(told, revision);
    const key = keyText(event.key);
    const whole = { ...event, previousRevision: newest.get(key) ?? 0, previousRevisionOfKind: newestOfKind.get(told.resource.kind) ?? 0 };
    newest.set(key, told.change === 'deleted' ? 0 : revision);
    newestOfKind.set(told.resource.kind, revision);
    return { ...whole, ...told.wrong };
  });
}

function eventOf({ change, resource, object, wrongMetadata }: EventDraft, revision: number) {
  const { name = '', namespace = '', uid = `uid of ${name}` } = object.metadata ?? {};
  const metadata = { ...object.metadata, uid, resourceVersion: String(revision), ...wrongMetadata };
  return {
    revision,
    key: { group: resource.group, resource: resource.resource, namespace, name },
    uid,
    type: `${resource.kind}Told`,
    change,
    at: revision * 1_000,
    actor: { user: 'kubernetes-admin', userAgent: 'test' },
    correlationId: `request ${revision}`,
    cause: { trigger: 'request', name: 'test' } as const,
    data: {},
    objectJson: JSON.stringify({ ...object, metadata }),
  };
}
