import type { Lister } from '@klockwork/informers';
import type { Pod, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { servicesOfPod } from './pod-membership.ts';

const service = (name: string, spec: Service['spec']): Service => ({ metadata: { namespace: 'shop', name }, spec });
const all = [
  service('web', { selector: { app: 'web' } }),
  service('all', { selector: {} }),
  service('other', { selector: { app: 'db' } }),
  service('manual', {}),
  service('outside', { type: 'ExternalName', selector: { app: 'web' } }),
];
const services = {
  list: (namespace: string) => all.filter(({ metadata }) => metadata?.namespace === namespace),
} as unknown as Lister<Service>;
const pod = (app: string, status: Pod['status'] = {}): Pod => ({
  metadata: { namespace: 'shop', name: 'p', uid: 'u', labels: { app } },
  spec: { containers: [] },
  status,
});
const concerned = (object: Pod, previous?: Pod) =>
  servicesOfPod({ change: previous === undefined ? 'added' : 'updated', object, revision: 1, ...(previous && { previous }) }, services);

test('a changed pod affects the Services that select it, and those that did before', () => {
  expect(concerned(pod('web'))).toEqual(['shop/web', 'shop/all']);
  expect(concerned(pod('db'), pod('web'))).toEqual(['shop/web', 'shop/all', 'shop/other']);
});

test('a change that does not touch how a pod answers concerns none', () => {
  expect(concerned(pod('web', { message: 'hello' }), pod('web'))).toEqual([]);
  expect(concerned(pod('web', { conditions: [{ type: 'Ready', status: 'True' }] }), pod('web'))).toEqual(['shop/web', 'shop/all']);
});
