import { expect, test } from 'vitest';
import type { DeleteRequest } from './delete-request.ts';
import { finalizersForDeletion } from './garbage-collection-finalizers.ts';

test.each<[string[], DeleteRequest, string[]]>([
  [[], {}, []],
  [['x'], { propagationPolicy: 'Background' }, ['x']],
  [['x'], { propagationPolicy: 'Foreground' }, ['x', 'foregroundDeletion']],
  [['x'], { propagationPolicy: 'Orphan' }, ['x', 'orphan']],
  [['orphan'], { propagationPolicy: 'Foreground' }, ['foregroundDeletion']],
  [['foregroundDeletion'], { propagationPolicy: 'Background' }, []],
  [['orphan'], {}, ['orphan']],
  [['foregroundDeletion'], {}, ['foregroundDeletion']],
  [['foregroundDeletion'], { orphanDependents: true }, ['orphan']],
  [['orphan'], { orphanDependents: false }, []],
])('%j deleted with %j keeps %j', (finalizers, deletion, left) => {
  expect(finalizersForDeletion(finalizers, deletion)).toEqual(left);
});

test.each<[string, readonly string[], DeleteRequest, readonly string[]]>([
  ['no request sets a policy', [], {}, ['orphan']],
  ['the request sets it', [], { propagationPolicy: 'Background' }, []],
  ['an earlier request set it', ['foregroundDeletion'], {}, ['foregroundDeletion']],
])('a kind that orphans by default orphans its dependents when %s', (_, finalizers, deletion, left) => {
  expect(finalizersForDeletion(finalizers, deletion, { orphansDependents: true })).toEqual(left);
});

test.each<[DeleteRequest]>([[{}], [{ propagationPolicy: 'Orphan' }], [{ propagationPolicy: 'Foreground' }], [{ orphanDependents: true }]])(
  'a kind without dependents gets no garbage collector finalizer for %j',
  (deletion) => {
    expect(finalizersForDeletion(['x', 'orphan', 'foregroundDeletion'], deletion, { ownsNothing: true })).toEqual(['x']);
  },
);
