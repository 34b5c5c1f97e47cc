import type { Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { BALANCER_FINALIZER, reconcileLoadBalancer } from './reconcile-load-balancer.ts';

const spec = { type: 'LoadBalancer', clusterIP: '10.96.3.4', ports: [{ port: 80 }] };
const metadata = { namespace: 'shop', name: 'web', uid: 'u', resourceVersion: '7' };
const marked = { ...metadata, finalizers: ['a', BALANCER_FINALIZER] };
const address = { loadBalancer: { ingress: [{ ip: '127.96.3.4', ipMode: 'Proxy' }] } };
const GOING = { deletionTimestamp: '2026-01-01T00:00:00Z' };

/** Actions of a plan, by their distinctive part, with follow-ups. */
function actionsOf(service: Service): unknown[] {
  return reconcileLoadBalancer(service)
    .stages.flat()
    .flatMap(({ onDone, ...action }) => [action, onDone?.(undefined)])
    .flatMap((action) => {
      if (action?.type === 'record') return [action.reason];
      return action?.type === 'patch' ? [action.patch.body] : [];
    });
}

const withFinalizers = (finalizers: string[]) => ({ metadata: { uid: 'u', resourceVersion: '7', finalizers } });
const withStatus = (status: object) => ({ metadata: { uid: 'u' }, status });

test.each<[string, Service, unknown[]]>([
  [
    'of type LoadBalancer gets finalizer and address',
    { metadata: { ...metadata, finalizers: ['a'] }, spec },
    ['EnsuringLoadBalancer', withFinalizers(['a', BALANCER_FINALIZER]), withStatus(address), 'EnsuredLoadBalancer'],
  ],
  ['with finalizer and address is unchanged', { metadata: marked, spec, status: address }, []],
  [
    'with an address of others keeps this address',
    { metadata: marked, spec, status: { loadBalancer: { ingress: [{ hostname: 'a.example' }] } } },
    [],
  ],
  ['with a class is left to that class', { metadata, spec: { ...spec, loadBalancerClass: 'example.com/lb' } }, []],
  ['of another type has no balancer', { metadata, spec: { ...spec, type: 'NodePort' } }, []],
  [
    'that changed its type loses address and finalizer',
    { metadata: marked, spec: { ...spec, type: 'ClusterIP' }, status: address },
    ['DeletingLoadBalancer', withStatus({ loadBalancer: { ingress: null } }), withFinalizers(['a']), 'DeletedLoadBalancer'],
  ],
  [
    'under deletion loses the finalizer',
    { metadata: { ...marked, ...GOING }, spec, status: { loadBalancer: {} } },
    ['DeletingLoadBalancer', withFinalizers(['a']), 'DeletedLoadBalancer'],
  ],
  ['under deletion gets no balancer', { metadata: { ...metadata, ...GOING }, spec }, []],
])('a Service %s', (_, service, expected) => {
  expect(actionsOf(service)).toEqual(expected);
});
