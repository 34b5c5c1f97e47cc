import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resources } from '../../resource-refs.ts';
import { aConfigMap, aDeployment, aPod, aResourceQuota, aService } from '../../testing/index.ts';
import { addAmounts, amountsAbove } from './amounts.ts';
import { changesUsage } from './changes-usage.ts';
import { podConstraintProblem } from './pod-usage.ts';
import { quotaCovers } from './quota-scopes.ts';
import { isOnlyCounted, resourcesOfKind, usageOf, usageOfAll } from './quota-usage.ts';

const container = (name: string, said: object = {}) => ({ name, image: 'a:1', resources: said });
const asking = { requests: { cpu: '100m', memory: '64Mi', 'example.com/gpu': '2' }, limits: { cpu: '1', 'example.com/gpu': '2' } };
const pod = (spec: object = {}) => aPod({ spec: { containers: [container('web', asking)], ...spec } });

describe('usage of an object', () => {
  test('a running pod uses its requests, under all names known to quotas', () => {
    expect(usageOf(resources.pods, pod())).toEqual({
      'count/pods': '1',
      pods: '1',
      cpu: '100m',
      'requests.cpu': '100m',
      memory: '64Mi',
      'requests.memory': '64Mi',
      'limits.cpu': '1',
      'requests.example.com/gpu': '2',
    });
  });

  test('a finished pod counts as an object only', () => {
    expect(usageOf(resources.pods, aPod({ status: { phase: 'Succeeded' } }))).toEqual({ 'count/pods': '1' });
  });

  test('a pod overdue by a grace period counts as an object only', () => {
    const leaving = aPod({ metadata: { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 } });
    const at = Date.parse('2026-01-01T00:01:00Z');
    expect(usageOf(resources.pods, leaving, at - 1)).toMatchObject({ pods: '1' });
    expect(usageOf(resources.pods, leaving, at)).toEqual({ 'count/pods': '1' });
  });

  test('a claim uses storage, also of its class', () => {
    const claim = {
      spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
      status: { allocatedResources: { storage: '2Gi' } },
    };
    expect(usageOf(resources.persistentVolumeClaims, claim as object)).toEqual({
      'count/persistentvolumeclaims': '1',
      persistentvolumeclaims: '1',
      'requests.storage': '2Gi',
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'fast.storageclass.storage.k8s.io/requests.storage': '2Gi',
    });
  });

  test('a claim uses whole bytes of storage', () => {
    const claim = (storage: string) => ({ spec: { resources: { requests: { storage } } } }) as object;
    expect(usageOf(resources.persistentVolumeClaims, claim('100m'))).toMatchObject({ 'requests.storage': '1' });
    expect(usageOf(resources.persistentVolumeClaims, claim('1500m'))).toMatchObject({ 'requests.storage': '2' });
  });

  test('a device claim uses the max number of devices per class', () => {
    const requests = [
      { exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } },
      { exactly: { deviceClassName: 'nic', allocationMode: 'All' } },
      { exactly: { deviceClassName: 'gpu', allocationMode: 'Some' } },
      {
        firstAvailable: [
          { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 4 },
          { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 3 },
          { deviceClassName: 'tpu', allocationMode: 'ExactCount', count: 1 },
        ],
      },
      {},
    ];
    expect(usageOf(resources.resourceClaims, { spec: { devices: { requests } } } as object)).toEqual({
      'count/resourceclaims.resource.k8s.io': '1',
      'gpu.deviceclass.resource.k8s.io/devices': '6',
      'nic.deviceclass.resource.k8s.io/devices': '32',
      'tpu.deviceclass.resource.k8s.io/devices': '1',
    });
    expect(usageOf(resources.resourceClaims, {})).toEqual({ 'count/resourceclaims.resource.k8s.io': '1' });
  });

  test.each<[string, object, string, string]>([
    ['ClusterIP', {}, '0', '0'],
    ['NodePort', { type: 'NodePort' }, '1', '0'],
    ['LoadBalancer', { type: 'LoadBalancer' }, '1', '1'],
    ['LoadBalancer without node ports', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }, '0', '1'],
  ])('a Service of type %s uses ports', (_, spec, nodePorts, balancers) => {
    expect(usageOf(resources.services, aService({ spec }))).toEqual({
      'count/services': '1',
      services: '1',
      'services.nodeports': nodePorts,
      'services.loadbalancers': balancers,
    });
  });

  test('other objects count by number', () => {
    expect(usageOf(resources.deployments, aDeployment())).toEqual({ 'count/deployments.apps': '1' });
    expect(usageOf(resources.configMaps, aConfigMap())).toEqual({ 'count/configmaps': '1', configmaps: '1' });
  });
});

test('a kind uses its own resources only', () => {
  const names = [
    'pods',
    'requests.cpu',
    'requests.example.com/gpu',
    'hugepages-2Mi',
    'services',
    'count/deployments.apps',
    'requests.storage',
    'gpu.deviceclass.resource.k8s.io/devices',
    'count/resourceclaims.resource.k8s.io',
  ];
  expect(resourcesOfKind(resources.pods, names)).toEqual(['pods', 'requests.cpu', 'requests.example.com/gpu', 'hugepages-2Mi']);
  expect(resourcesOfKind(resources.deployments, names)).toEqual(['count/deployments.apps']);
  expect(resourcesOfKind(resources.persistentVolumeClaims, names)).toEqual(['requests.storage']);
  expect(resourcesOfKind(resources.services, names)).toEqual(['services']);
  expect(resourcesOfKind(resources.resourceClaims, names)).toEqual(names.slice(-2));
});

test('updates matter for pods, claims and services; other kinds only count', () => {
  const { pods, persistentVolumeClaims, services, resourceClaims, configMaps, deployments } = resources;
  expect([pods, persistentVolumeClaims, services, resourceClaims].map(isOnlyCounted)).toEqual([false, false, false, false]);
  expect([configMaps, deployments].map(isOnlyCounted)).toEqual([true, true]);
});

test('total usage is the sum, without unused resources', () => {
  const ended = aPod({ status: { phase: 'Failed' } });
  const quota = aResourceQuota();
  expect(
    usageOfAll(quota, resources.pods, [pod(), pod(), ended], { names: ['pods', 'requests.cpu', 'limits.memory', 'services'], now: 0 }),
  ).toEqual({
    pods: '2',
    'requests.cpu': '200m',
    'limits.memory': '0',
  });
});

test('amounts are added and compared as quantities', () => {
  expect(addAmounts([{ cpu: '500m' }, { cpu: '1500m', pods: '1' }])).toEqual({ cpu: '2', pods: '1' });
  expect(amountsAbove({ cpu: '2', pods: '1', memory: '1Gi' }, { cpu: '500m', pods: '1', memory: '2Gi' })).toEqual({ cpu: '1500m' });
});

test('an excess has exactly the added amounts', () => {
  const amounts = fc.dictionary(
    fc.constantFrom('cpu', 'memory', 'pods'),
    fc.integer({ min: 1, max: 10_000 }).map((count) => canonical(count)),
  );
  fc.assert(
    fc.property(amounts, amounts, (some, more) => {
      expect(amountsAbove(addAmounts([some, more]), some)).toEqual(more);
      expect(amountsAbove(some, addAmounts([some, more]))).toEqual({});
    }),
  );
});

/** Formats thousandths as a canonical quantity. */
function canonical(milli: number): string {
  return milli % 1_000 === 0 ? String(milli / 1_000) : `${milli}m`;
}

describe('a quota with a scope', () => {
  const plain = aPod();
  const other = { topologyKey: 'zone', namespaces: ['shop'] };
  const affine = pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [other] } } });
  test.each<[string, typeof plain, boolean]>([
    ['BestEffort', plain, true],
    ['BestEffort', pod(), false],
    ['NotBestEffort', pod(), true],
    ['Terminating', pod({ activeDeadlineSeconds: 0 }), true],
    ['Terminating', plain, false],
    ['NotTerminating', plain, true],
    ['PriorityClass', pod({ priorityClassName: 'high' }), true],
    ['PriorityClass', plain, false],
    ['CrossNamespacePodAffinity', affine, true],
    ['CrossNamespacePodAffinity', plain, false],
  ])('a quota with scope %s covers some pods', (scope, one, covered) => {
    expect(quotaCovers(aResourceQuota({ spec: { scopes: [scope] } }), resources.pods, one)).toBe(covered);
  });

  test.each<[string, string[], string, boolean]>([
    ['In', ['high'], 'high', true],
    ['In', ['high'], 'low', false],
    ['NotIn', ['high'], 'low', true],
    ['NotIn', ['high'], '', true],
    ['Exists', [], '', false],
    ['DoesNotExist', [], '', true],
  ])('a quota covers PriorityClass %s %j', (operator, values, priorityClassName, covered) => {
    const matchExpressions = [{ scopeName: 'PriorityClass', operator, values }];
    const quota = aResourceQuota({ spec: { scopeSelector: { matchExpressions } } });
    expect(quotaCovers(quota, resources.pods, pod(priorityClassName === '' ? {} : { priorityClassName }))).toBe(covered);
  });

  test.each<[string, string[], object, boolean]>([
    ['In', ['gold'], claimOf('gold'), true],
    ['In', ['gold'], claimOf('silver'), false],
    ['In', ['gold'], claimOf('silver', { currentVolumeAttributesClassName: 'gold' }), true],
    ['In', ['gold'], claimOf('', { modifyVolumeStatus: { targetVolumeAttributesClassName: 'gold' } }), true],
    ['In', ['gold'], {}, false],
    ['NotIn', ['gold'], {}, true],
    ['NotIn', ['gold'], claimOf('gold'), false],
    ['NotIn', ['gold'], claimOf('gold', { currentVolumeAttributesClassName: 'silver' }), true],
    ['Exists', [], claimOf('gold'), true],
    ['Exists', [], {}, false],
    ['DoesNotExist', [], {}, true],
    ['DoesNotExist', [], claimOf('gold'), false],
  ])('a quota with VolumeAttributesClass %s %j covers some claims', (operator, values, claim, covered) => {
    const matchExpressions = [{ scopeName: 'VolumeAttributesClass', operator, values }];
    const quota = aResourceQuota({ spec: { scopeSelector: { matchExpressions } } });
    expect(quotaCovers(quota, resources.persistentVolumeClaims, claim)).toBe(covered);
  });

  test('a scoped quota covers only kinds of its scope', () => {
    const scoped = (scope: string) => aResourceQuota({ spec: { scopes: [scope] } });
    expect(quotaCovers(scoped('NotTerminating'), resources.services, aService())).toBe(false);
    expect(quotaCovers(scoped('NotTerminating'), resources.persistentVolumeClaims, claimOf('gold'))).toBe(false);
    expect(quotaCovers(scoped('VolumeAttributesClass'), resources.pods, plain)).toBe(false);
    expect(quotaCovers(aResourceQuota(), resources.services, aService())).toBe(true);
  });
});

function claimOf(volumeAttributesClassName: string, status: object = {}): object {
  return { spec: { volumeAttributesClassName }, status };
}

test.each<[string, keyof typeof resources, object, object, boolean]>([
  ['a pod that is given an end', 'pods', pod(), pod({ activeDeadlineSeconds: 5 }), true],
  ['a pod that is given another end', 'pods', pod({ activeDeadlineSeconds: 9 }), pod({ activeDeadlineSeconds: 5 }), false],
  ['a claim that is to be of another class', 'persistentVolumeClaims', claimOf('gold'), claimOf('silver'), true],
  [
    'a claim that has become of its class',
    'persistentVolumeClaims',
    claimOf('gold'),
    claimOf('gold', { currentVolumeAttributesClassName: 'gold' }),
    false,
  ],
  ['a claim that is given storage', 'persistentVolumeClaims', {}, { status: { allocatedResources: { storage: '1Gi' } } }, true],
  ['a claim that is given none', 'persistentVolumeClaims', {}, { status: { allocatedResources: { storage: '0' } } }, false],
  ['a Service', 'services', aService(), aService({ spec: { type: 'NodePort' } }), false],
])('quotas are recomputed after a change of %s, if affected', (_, kind, previous, object, changes) => {
  expect(changesUsage(resources[kind], previous, object)).toBe(changes);
});

test('limited resources must be set by every container or by the pod', () => {
  const containers = [container('web', asking), container('side')];
  const names = ['pods', 'requests.cpu', 'limits.memory'];
  expect(podConstraintProblem(pod({ containers }), names)).toBe('must specify limits.memory for: side,web; requests.cpu for: side');
  expect(
    podConstraintProblem(pod({ containers, resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } }), names),
  ).toBeUndefined();
  expect(podConstraintProblem(pod({ containers, resources: { requests: { cpu: '1' } } }), names)).toBeUndefined();
  expect(podConstraintProblem(pod({ containers, resources: { requests: { 'example.com/gpu': '1' } } }), names)).toBeDefined();
  expect(podConstraintProblem(pod(), ['pods', 'requests.cpu'])).toBeUndefined();
});
