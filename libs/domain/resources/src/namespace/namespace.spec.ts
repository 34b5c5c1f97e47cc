import { describe, expect, test } from 'vitest';
import type { Change } from '../kind.ts';
import { aNamespace, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { namespaceEvent } from './namespace.events.ts';
import { namespaceKind } from './namespace.kind.ts';
import { namespaceFinalize, namespaceStrategy } from './namespace.strategy.ts';
import type { Namespace } from './namespace.ts';

const TERMINATING = aNamespace({ metadata: { deletionTimestamp: '2026-01-01T00:01:00Z' }, status: { phase: 'Terminating' } });

test('a Namespace starts Active, labelled with its name, held by its finalizer', () => {
  const { object, errors } = tryCreate(namespaceKind, {
    metadata: { name: 'team-a', labels: { team: 'a' } },
    status: { phase: 'Terminating' },
  });
  expect(errors).toEqual([]);
  expect(object).toEqual({
    metadata: { name: 'team-a', labels: { team: 'a', 'kubernetes.io/metadata.name': 'team-a' } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
});

test('a Namespace with a bad name or finalizer is refused', () => {
  const { errors } = tryCreate(namespaceKind, { metadata: { name: 'a.b' }, spec: { finalizers: ['mine', 'example.com/ok'] } });
  expect(errors).toEqual([
    'metadata.name: Invalid value: "a.b": must not contain dots',
    'spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
  ]);
});

test('an update can change neither finalizers nor phase', () => {
  const { object, errors } = tryUpdate(namespaceKind, aNamespace(), (draft) =>
    Object.assign(draft, { spec: {}, status: { phase: 'Terminating' } }),
  );
  expect({ errors, object }).toEqual({ errors: [], object: aNamespace() });
});

describe('the deletion of a Namespace', () => {
  test('deletion of a Namespace sets Terminating and waits for finalizers', () => {
    const draft = aNamespace();
    namespaceStrategy.markDeleted?.(draft);
    expect({ status: draft.status, held: namespaceStrategy.heldByFinalizers?.(draft) }).toEqual({
      status: { phase: 'Terminating' },
      held: true,
    });
  });

  test('deletion of a Namespace ends when /finalize removes its finalizers', () => {
    const draft = aNamespace();
    const body = aNamespace({ metadata: { resourceVersion: '9' }, spec: { finalizers: [] } });
    const errors = namespaceFinalize.write(draft, body, { now: 0, subresource: 'finalize', user: 'namespace-controller' });
    expect({
      errors,
      spec: draft.spec,
      version: draft.metadata?.resourceVersion,
      held: namespaceStrategy.heldByFinalizers?.(draft),
    }).toEqual({
      errors: [],
      spec: {},
      version: '9',
      held: false,
    });
  });

  test('deletion of a Namespace determines its phase', () => {
    const refuse = (namespace: Namespace) => texts(namespaceKind.status?.validateUpdate(namespace, namespace) ?? []);
    expect(refuse(TERMINATING)).toEqual([]);
    expect(refuse({ ...TERMINATING, status: { phase: 'Active' } })).toEqual([
      'status.Phase: Invalid value: "Active": may only be \'Terminating\' if `deletionTimestamp` is not empty',
    ]);
    expect(refuse(aNamespace({ status: { phase: 'Gone' } }))).toEqual([
      'status.Phase: Invalid value: "Gone": may only be \'Active\' if `deletionTimestamp` is empty',
    ]);
  });
});

test('kubectl get namespaces prints its row', () => {
  expect(rowOf(namespaceKind, TERMINATING, Date.parse('2026-01-01T00:01:30Z'))).toEqual({
    Name: 'team-a',
    Status: 'Terminating',
    Age: '90s',
  });
});

describe('the log names a change of a Namespace', () => {
  const previous = aNamespace();
  const told = aNamespace({
    status: {
      phase: 'Terminating',
      conditions: [
        { type: 'NamespaceContentRemaining', status: 'True' },
        { type: 'NamespaceDeletionContentFailure', status: 'False' },
      ],
    },
  });
  test.each<[string, Change<Namespace>, object]>([
    ['create', { verb: 'create', subresource: '', next: previous }, { type: 'NamespaceCreated', data: {} }],
    [
      'delete asked',
      { verb: 'mark-deleted', subresource: '', previous, next: TERMINATING },
      { type: 'NamespaceTerminating', data: { finalizers: ['kubernetes'] } },
    ],
    [
      'status',
      { verb: 'update', subresource: 'status', previous, next: told },
      { type: 'NamespaceStatusReported', data: { phase: 'Terminating', conditions: ['NamespaceContentRemaining'] } },
    ],
    [
      'finalized',
      { verb: 'update', subresource: 'finalize', previous, next: aNamespace({ spec: { finalizers: [] } }) },
      { type: 'NamespaceFinalized', data: { finalizers: [] } },
    ],
    ['gone', { verb: 'delete', subresource: 'finalize', previous, next: previous }, { type: 'NamespaceDeleted', data: {} }],
  ])('the log names the Namespace change: %s', (_, change, event) => {
    expect(namespaceEvent(change)).toEqual(event);
  });
});
