import type { WholeEvent } from '@klockwork/event-store';
import { allKinds, type KubeObject } from '@klockwork/resources';
import type { ClusterView, Subject } from '../subject.ts';

/** Noon of the day on which builders create objects. */
export const NOON = Date.parse('2026-01-01T12:00:00Z');

/** Returns a cluster of these objects at noon. */
export function viewOf(...objects: readonly KubeObject[]): ClusterView {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    now: NOON,
    kinds: allKinds,
    get: <T extends KubeObject>({ kind }: { kind: string }, { namespace, name }: { namespace?: string; name: string }) =>
      ofKind(kind).find(({ metadata }) => metadata?.name === name && (metadata?.namespace ?? '') === (namespace ?? '')) as T | undefined,
    list: <T extends KubeObject>({ kind }: { kind: string }, namespace?: string) =>
      ofKind(kind).filter(({ metadata }) => namespace === undefined || metadata?.namespace === namespace) as T[],
  };
}

/** Returns an object whose history has an event per state, at revisions 11, 12 and so on. `said`: fields of the newest event. */
export function subjectWith(states: readonly KubeObject[], said: Partial<WholeEvent> = {}): Subject {
  const newest = states.at(-1) as KubeObject;
  const kind = allKinds.find((one) => one.kind === newest.kind);
  const { namespace = '', name = '' } = newest.metadata ?? {};
  const key = { group: kind?.group ?? '', resource: kind?.resource ?? '', namespace, name };
  const history = states.map((object, index) => ({
    revision: 11 + index,
    previousRevision: index === 0 ? 0 : 10 + index,
    previousRevisionOfKind: 0,
    key,
    uid: newest.metadata?.uid ?? '',
    type: `${newest.kind}${index === 0 ? 'Created' : 'Updated'}`,
    change: index === 0 ? ('created' as const) : ('updated' as const),
    at: NOON - 60_000,
    actor: { user: 'admin', userAgent: 'kubectl/v1.35.0' },
    correlationId: '',
    cause: { trigger: 'request' as const, name: 'create' },
    data: {},
    object,
    ...(index === states.length - 1 && said),
  }));
  return { key, object: newest, gone: said.change === 'deleted', history };
}
