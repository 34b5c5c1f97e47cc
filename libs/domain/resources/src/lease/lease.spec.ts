import { describe, expect, test } from 'vitest';
import { aLease, rowOf, tryCreate } from '../testing/index.ts';
import { type Lease, leaseEvent, leaseKind } from './lease.kind.ts';

test('a Lease is refused with impossible numbers', () => {
  const { errors } = tryCreate(leaseKind, aLease({ spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } }));
  expect(errors).toEqual([
    'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
    'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
  ]);
});

test('kubectl get leases prints its row', () => {
  expect(rowOf(leaseKind, aLease(), Date.parse('2026-01-01T00:00:10Z'))).toEqual({ Name: 'node-1', Holder: 'node-1', Age: '10s' });
});

describe('the log names a change of a Lease', () => {
  const previous = aLease();
  test.each<[string, Lease, object]>([
    ['renewal', aLease({ spec: { renewTime: '2026-01-01T00:00:10.000000Z' } }), { type: 'LeaseRenewed', data: { holder: 'node-1' } }],
    ['another holder', aLease({ spec: { holderIdentity: 'b' } }), { type: 'LeaseTaken', data: { holder: 'b', previousHolder: 'node-1' } }],
    ['an owner', aLease({ metadata: { annotations: { a: 'b' } } }), { type: 'LeaseUpdated', data: { changed: ['metadata.annotations'] } }],
  ])('the log names the Lease change: %s', (_, next, event) => {
    expect(leaseEvent({ verb: 'update', subresource: '', previous, next })).toEqual(event);
  });
});

test('a Lease keeps renewals of the last hour only, and can be created by PUT', () => {
  const { allowCreateOnUpdate, allowUnconditionalUpdate } = leaseKind.strategy;
  expect([leaseKind.retentionMs, allowCreateOnUpdate, allowUnconditionalUpdate]).toEqual([3_600_000, true, false]);
});

test('fields of coordinated leader election are dropped', () => {
  const lease = aLease({ spec: { strategy: 'OldestEmulationVersion', preferredHolder: 'b' } as object });
  expect(tryCreate(leaseKind, lease).object.spec).toEqual(aLease().spec);
});
