import { aReplicaSet } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { newestRevision, revisionOf } from './annotations.ts';

const replicaSet = (revision: string) => aReplicaSet({ metadata: { annotations: { 'deployment.kubernetes.io/revision': revision } } });

test('revisions are numbers of 64 bits', () => {
  expect(['3546343826724305832', '+7', '-1', '9223372036854775808', '1.5', 'one', ''].map((text) => revisionOf(replicaSet(text)))).toEqual([
    3546343826724305832n,
    7n,
    -1n,
    0n,
    0n,
    0n,
    0n,
  ]);
});

test('the newest revision is that of any ReplicaSet, 0 without one', () => {
  expect([newestRevision([replicaSet('2'), replicaSet('3546343826724305832'), replicaSet('10')]), newestRevision([])]).toEqual([
    3546343826724305832n,
    0n,
  ]);
});
