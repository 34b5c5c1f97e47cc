import type { IPAddress, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { addressesOf, reconcileServiceAddress } from './reconcile-service-address.ts';

const ADDRESS = '10.96.1.1';
const web: Service = { metadata: { namespace: 'shop', name: 'web' }, spec: { clusterIP: ADDRESS, clusterIPs: [ADDRESS] } };
const labels = { 'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' };

function held(name: string, mark: Record<string, string> = labels): IPAddress {
  return { metadata: { name: ADDRESS, uid: 'u', labels: mark }, spec: { parentRef: { resource: 'services', namespace: 'shop', name } } };
}

const stagesOf = (service: Service | undefined, existing: IPAddress | undefined) =>
  JSON.parse(JSON.stringify(reconcileServiceAddress({ address: ADDRESS, service, existing }).stages));
const create = {
  type: 'create',
  object: { metadata: { name: ADDRESS, labels }, spec: { parentRef: { resource: 'services', namespace: 'shop', name: 'web' } } },
  tolerate: ['AlreadyExists'],
};
const remove = { type: 'delete', name: { namespace: '', name: ADDRESS }, deletion: { uid: 'u' } };

test.each<[string, Service | undefined, IPAddress | undefined, object[]]>([
  ['of a Service gets an object', web, undefined, [[create]]],
  ['with its object is unchanged', web, held('web'), []],
  ['without a Service loses its object', undefined, held('web'), [[remove]]],
  ['of another Service gets a new object', web, held('db'), [[remove], [create]]],
  ['with a user-created object keeps it', undefined, held('web', {}), []],
  ['never used has no object', undefined, undefined, []],
])('an address %s', (_, service, existing, stages) => {
  expect(stagesOf(service, existing)).toMatchObject(stages);
  expect(stagesOf(service, existing).length).toBe(stages.length);
});

test('an IPv6 address has the IPv6 family label', () => {
  const [[action]] = JSON.parse(JSON.stringify(reconcileServiceAddress({ address: 'fd00::1', service: web, existing: undefined }).stages));
  expect(action.object.metadata.labels['ipaddress.kubernetes.io/ip-family']).toBe('IPv6');
});

test('a headless Service and a name have no address', () => {
  expect([addressesOf(web), addressesOf({ spec: { clusterIPs: ['None'] } }), addressesOf({ spec: { type: 'ExternalName' } })]).toEqual([
    [ADDRESS],
    [],
    [],
  ]);
});
