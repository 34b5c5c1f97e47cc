import { type Pod, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { type EventDraft, firstProblem } from '../testing/history.ts';
import { allInvariants } from './all-invariants.ts';

const { pods, replicaSets, deployments, persistentVolumes } = resources;

const controlledBy = (uid: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Owner', name: 'owner', controller: true, uid }],
});

const pod = (
  change: EventDraft['change'],
  said: Partial<Pod> = {},
  wrong: Pick<EventDraft, 'wrong' | 'wrongMetadata'> = {},
): EventDraft => ({
  change,
  resource: pods,
  object: { apiVersion: 'v1', kind: 'Pod', ...said, metadata: { namespace: 'default', name: 'web', ...said.metadata } },
  ...wrong,
});

const replicaSet = (name: string, replicas: number, change: EventDraft['change'] = 'created'): EventDraft => ({
  change,
  resource: replicaSets,
  object: { metadata: { namespace: 'default', name, uid: name, ...controlledBy('web') }, spec: { replicas } } as object,
});

const deployment = (replicas: number): EventDraft => ({
  change: 'created',
  resource: deployments,
  object: { metadata: { namespace: 'default', name: 'web', uid: 'web' }, spec: { replicas } } as object,
});

const podOf = (name: string, ready: boolean, change: EventDraft['change'] = 'created'): EventDraft =>
  pod(change, {
    metadata: { name, ...controlledBy('web-1') },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  });

const volume = (change: EventDraft['change'], uid?: string): EventDraft => ({
  change,
  resource: persistentVolumes,
  object: { metadata: { name: 'disk' }, spec: uid === undefined ? {} : { claimRef: { uid } } } as object,
});

const on = (nodeName: string) => ({ spec: { nodeName, containers: [] } });
const restarted = (restartCount: number) => ({
  status: { containerStatuses: [{ name: 'web', image: 'web', imageID: '', ready: true, restartCount }] },
});
const inPhase = (phase: string) => ({ status: { phase } });

/** Valid history without violations. */
const rightHistory: readonly EventDraft[] = [
  deployment(4),
  replicaSet('web-1', 4),
  ...['a', 'b', 'c', 'd'].map((name) => podOf(name, true)),
  replicaSet('web-2', 1),
  podOf('a', false, 'updated'),
  podOf('a', false, 'deleted'),
  pod('created', { metadata: { name: 'a', uid: 'another a' } }),
  pod('created'),
  pod('updated', on('node-1')),
  pod('updated', { ...on('node-1'), ...restarted(1) }),
  pod('updated', { ...on('node-1'), status: { ...restarted(2).status, phase: 'Failed' } }),
  pod('deleted', { ...on('node-1'), status: { ...restarted(2).status, phase: 'Failed' } }),
  volume('created', 'a'),
  volume('updated'),
  volume('updated', 'b'),
];

/** History that breaks each invariant, with the expected problem. */
const broken: Readonly<Record<string, { history: readonly EventDraft[]; revision: number; problem: string }>> = {
  'revisions-have-no-gap': {
    history: [pod('created'), pod('updated', {}, { wrong: { revision: 3 } })],
    ...{ revision: 3, problem: 'revision 3 follows 1' },
  },
  'lab-time-never-goes-back': {
    history: [pod('created'), pod('updated', {}, { wrong: { at: 400 } })],
    ...{ revision: 2, problem: 'it is of 400, 600 ms before the event it follows' },
  },
  'history-is-a-chain': {
    history: [pod('created'), pod('updated'), pod('updated', {}, { wrong: { previousRevision: 1 } })],
    ...{ revision: 3, problem: 'it follows revision 1 of its object, which is at 2' },
  },
  'kind-history-is-a-chain': {
    history: [pod('created'), pod('created', { metadata: { name: 'b' } }, { wrong: { previousRevisionOfKind: 0 } })],
    ...{ revision: 2, problem: 'it follows revision 0 of its kind, which is at 1' },
  },
  'resource-version-is-revision': {
    history: [pod('created'), pod('updated', {}, { wrongMetadata: { resourceVersion: '1' } })],
    ...{ revision: 2, problem: 'its object is at resourceVersion 1' },
  },
  'uid-is-never-reused': {
    history: [pod('created'), pod('deleted'), pod('created')],
    ...{ revision: 3, problem: 'the UID uid of web had another object' },
  },
  'causes-resolve': {
    history: [pod('created'), pod('updated', {}, { wrong: { cause: { trigger: 'event', revision: 2 } } })],
    ...{ revision: 2, problem: 'its cause is revision 2, which is not before it' },
  },
  'pod-name-is-unique': {
    history: [pod('created'), pod('created', { metadata: { uid: 'another' } })],
    ...{ revision: 2, problem: 'the pod uid of web of this name still lives' },
  },
  'pod-is-bound-once': {
    history: [pod('created'), pod('updated', on('node-1')), pod('updated', on('node-2'))],
    ...{ revision: 3, problem: 'the pod moved from node-1 to node-2' },
  },
  'volume-stays-with-its-claim': {
    history: [volume('created'), volume('updated', 'a'), volume('updated', 'b')],
    ...{ revision: 3, problem: 'given from a to b' },
  },
  'restart-count-never-falls': {
    history: [pod('created', restarted(2)), pod('updated', restarted(1))],
    ...{ revision: 2, problem: 'the restart count of container web fell from 2 to 1' },
  },
  'final-phase-is-final': {
    history: [pod('created', inPhase('Succeeded')), pod('updated', inPhase('Running'))],
    ...{ revision: 2, problem: 'the phase went from Succeeded to Running' },
  },
  'replica-set-is-not-exceeded': {
    history: [replicaSet('web-1', 1), podOf('a', true), podOf('b', true)],
    ...{ revision: 3, problem: 'its ReplicaSet has 2 active pods and never asked for more than 1' },
  },
  'surge-is-bounded': {
    history: [deployment(4), replicaSet('web-1', 4), replicaSet('web-2', 2)],
    ...{ revision: 3, problem: 'the ReplicaSets of its Deployment ask for 6 pods, the most is 5' },
  },
  'rollout-keeps-available': {
    history: [deployment(2), replicaSet('web-1', 2), podOf('a', true), podOf('b', true), podOf('a', false, 'updated')],
    ...{ revision: 5, problem: 'deployment web has 1 ready pods, the least is 2' },
  },
};

describe.each(allInvariants)('$name', (invariant) => {
  test('the invariant detects a violation', () => {
    const { history, revision, problem } = broken[invariant.name] ?? { history: [], revision: 0, problem: 'there is no such history' };
    expect(firstProblem(invariant, history)).toEqual({ revision, problem });
  });

  test('the invariant accepts a valid history', () => {
    expect(firstProblem(invariant, rightHistory)).toBeUndefined();
  });

  test('the statement is a sentence', () => {
    expect(invariant.statement).toMatch(/^[a-z].{30,}[^.]$/);
  });
});
