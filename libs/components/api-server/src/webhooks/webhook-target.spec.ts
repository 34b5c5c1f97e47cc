import { expect, test } from 'vitest';
import type { ServiceDialer } from '../proxy/service-dialer.ts';
import { targetOfClient } from './webhook-target.ts';

const program = { host: '127.0.0.1', port: 9443 };
const dialerTo = (found?: typeof program): ServiceDialer => ({
  dialedAddress: () => '',
  programOf: () => found,
  dial: () => Promise.reject(new Error('dialled')),
});
const service = { namespace: 'default', name: 'hook', path: '/check' };
const target = { url: 'https://hook.default.svc:443/check?timeout=5s', serverName: 'hook.default.svc', authorities: 'CA' };

test('a webhook of a connected Service is called on the host, under the name of the Service', () => {
  expect(targetOfClient(dialerTo(program), { service, caBundle: 'Q0E=' }, 5)).toEqual({ ...target, program });
});

test('a webhook of another Service is called over a connection of the lab', () => {
  expect(targetOfClient(dialerTo(), { service, caBundle: 'Q0E=' }, 5)).toEqual({ ...target, dial: expect.any(Function) });
});
