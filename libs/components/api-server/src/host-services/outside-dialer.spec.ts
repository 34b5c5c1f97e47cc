import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { NODE_ROUTES, type PortForwardRequest } from '@klockwork/cluster-api';
import { CountingActivity, ManualClock, SeededRandom } from '@klockwork/kernel';
import type { Endpoint, EndpointSlice, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { OutsideDialer } from './outside-dialer.ts';

const port = { port: 80 };
const conditions = { ready: true, serving: true, terminating: false };
const at = (name: string, state: Partial<typeof conditions> = {}): Endpoint => ({
  addresses: [`10.244.1.${name.length}`],
  conditions: { ...conditions, ...state },
  targetRef: { kind: 'Pod', namespace: 'shop', name },
});

/** Dials `times` times; returns the pods that the agent was asked for. */
function lab(endpoints: readonly Endpoint[], spec: Service['spec'] = {}) {
  const clock = new ManualClock(0);
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const random = new SeededRandom(1);
  const bus = new MemoryBusNetwork({ clock, random }).connect({ name: 'test', clock, activity });
  const subjects = subjectsOf('test');
  const asked: string[] = [];
  bus.serve(
    subjects.at(NODE_ROUTES.portforward, 'node-1'),
    async ({ body }: { body: PortForwardRequest }) => {
      asked.push(body.pod);
      return { code: 404, message: 'pod does not exist' };
    },
    { queue: 'kubelet' },
  );
  const slice = { metadata: { labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', endpoints, ports: [{ port: 8_080 }] };
  const find = ({ resource }: { readonly resource: string }, namespace: string, name: string) => {
    if (resource === 'services') return { spec } as Service;
    return resource === 'pods' ? { metadata: { namespace, name }, spec: { nodeName: 'node-1' } } : undefined;
  };
  const dialer = new OutsideDialer({
    ...{ bus, subjects, clock, random, find },
    slices: () => [slice as unknown as EndpointSlice],
  });
  const dial = () => dialer.dial({ namespace: 'shop', service: 'web', port }).catch((error: Error) => error.message);
  return { dial, asked, clock };
}

test.each<[string, Endpoint[], string[]]>([
  ['a ready pod', [at('a', { ready: false, serving: false }), at('bb')], ['bb']],
  ['a terminating pod that serves, without ready pods', [at('a', { ready: false, terminating: true }), at('bb', { ready: false })], ['a']],
  ['no pod, without endpoints', [], []],
  ['no pod, for an endpoint that is none', [{ addresses: ['192.0.2.1'] }], []],
])('a connection from outside leads to %s', async (_, endpoints, expected) => {
  const { dial, asked } = lab(endpoints);
  const message = await dial();
  expect(asked).toEqual(expected);
  if (expected.length === 0) expect(message).toBe('Connection refused');
});

test('all ready pods are used; session affinity stays with one', async () => {
  const pods = [at('a'), at('bb'), at('ccc')];
  const free = lab(pods);
  for (let times = 0; times < 30; times++) await free.dial();
  expect(new Set(free.asked)).toEqual(new Set(['a', 'bb', 'ccc']));
  const bound = lab(pods, { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } });
  for (let times = 0; times < 30; times++) await bound.dial();
  expect(new Set(bound.asked).size).toBe(1);
});
