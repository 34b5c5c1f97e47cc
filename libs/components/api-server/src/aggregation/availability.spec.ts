import type { ApiService, EndpointSlice, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { availabilityOf, type ServiceView } from './availability.ts';

const api: ApiService = { spec: { group: 'example.com', version: 'v1', service: { namespace: 'default', name: 'api', port: 443 } } };
const service = (spec: Service['spec'] = {}): Service => ({ spec: { type: 'ClusterIP', ports: [{ name: 'https', port: 443 }], ...spec } });
const slice = (ready: boolean, name = 'https'): EndpointSlice => ({
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.244.1.2'], conditions: { ready } }],
  ports: [{ name, port: 8443 }],
});
const connection = { spec: { to: '127.0.0.1:9443' } };
const none = { service: undefined, connection: undefined, slices: [] };

test.each<[string, ServiceView, string | undefined, string | undefined]>([
  ['a missing Service', none, 'ServiceNotFound', 'service/api in "default" is not present'],
  [
    'another port',
    { ...none, service: service({ ports: [{ port: 80 }] }) },
    'ServicePortError',
    'service/api in "default" is not listening on port 443',
  ],
  ['no slices', { ...none, service: service() }, 'EndpointsNotFound', 'cannot find endpointslices for service/api in "default"'],
  [
    'no ready endpoint',
    { ...none, service: service(), slices: [slice(false), slice(true, 'http')] },
    'MissingEndpoints',
    'endpointslices for service/api in "default" have no addresses with port name "https"',
  ],
  ['a ready endpoint', { ...none, service: service(), slices: [slice(true)] }, undefined, undefined],
  ['a connection', { ...none, service: service(), connection }, undefined, undefined],
  ['a Service outside the cluster', { ...none, service: service({ type: 'ExternalName', ports: [] }) }, undefined, undefined],
])('an APIService with %s is judged as upstream', (_, view, reason, message) => {
  const found = availabilityOf(api, view);
  expect([found?.reason, found?.message]).toEqual([reason, message]);
});
