import { expect, test } from 'vitest';
import { reconcileIngressAddress } from './reconcile-ingress-address.ts';

const metadata = { namespace: 'shop', name: 'web', uid: 'u' };
const withAddress = { metadata: { uid: 'u' }, status: { loadBalancer: { ingress: [{ ip: '127.96.0.1' }] } } };

test.each([
  ['without an address gets that of the router', { metadata, status: { loadBalancer: {} } }, [withAddress]],
  ['with an address of another controller is unchanged', { metadata, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }, []],
  ['under deletion is unchanged', { metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, []],
])('an Ingress %s', (_, ingress, expected) => {
  const actions = reconcileIngressAddress(ingress).stages.flat();
  expect(actions.map((action) => (action.type === 'patch' ? action.patch.body : action.type))).toEqual(expected);
});
