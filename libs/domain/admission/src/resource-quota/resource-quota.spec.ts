import { type KubeObject, type ResourceQuota, type ResourceRef, resources } from '@klockwork/resources';
import { aPod, aResourceQuota, aService } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission.ts';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { resourceQuota } from './resource-quota.ts';

const asking = (cpu: string) => [{ name: 'web', image: 'a:1', resources: { requests: { cpu } } }];
const pod = (name: string, cpu = '500m') => aPod({ metadata: { name }, spec: { containers: asking(cpu) } });

/** Quota with a status. */
function quota(hard: Record<string, string>, spec: object = {}): ResourceQuota {
  const used = Object.fromEntries(Object.keys(hard).map((name) => [name, '0']));
  return aResourceQuota({ spec: { hard, ...spec }, status: { hard, used } });
}

type ObjectOfKind = readonly [ResourceRef, KubeObject];

function chargeQuotas(object: KubeObject, stored: readonly ObjectOfKind[], more: Partial<AdmissionRequest> = {}) {
  const request = podRequest(object, { name: object.metadata?.name ?? '', ...more });
  const view = viewOf(...stored);
  const outcome = outcomeOf(resourceQuota, request, view);
  if (outcome !== undefined && 'code' in outcome) return outcome.message;
  return (resourceQuota.companions?.(request, view) ?? []).map(({ next }) => (next as ResourceQuota).status?.used);
}

const quotas = (...all: ResourceQuota[]): ObjectOfKind[] => all.map((one) => [resources.resourceQuotas, one]);
const pods = (...all: KubeObject[]): ObjectOfKind[] => all.map((one) => [resources.pods, one]);

describe('a quota', () => {
  test('a quota is charged for a new pod, in addition to existing pods', () => {
    const used = chargeQuotas(pod('b'), [...quotas(quota({ pods: '2', 'requests.cpu': '1', secrets: '9' })), ...pods(pod('a'))]);
    expect(used).toEqual([{ pods: '2', 'requests.cpu': '1', secrets: '0' }]);
  });

  test('a quota is not exceeded: the error lists exceeded resources only', () => {
    const stored = [...quotas(quota({ pods: '5', 'requests.cpu': '900m' })), ...pods(pod('a'))];
    expect(chargeQuotas(pod('b'), stored)).toBe(
      'pods "b" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=500m, limited: requests.cpu=900m',
    );
  });

  test('a quota lists exceeded resources by name', () => {
    const full = quotas(quota({ 'services.nodeports': '0', services: '0' }));
    const service = aService({ spec: { type: 'NodePort', ports: [{ port: 80 }] } });
    expect(chargeQuotas(service, full, { resource: resources.services })).toBe(
      'services "web" is forbidden: exceeded quota: compute, requested: services=1,services.nodeports=1, used: services=0,services.nodeports=0, limited: services=0,services.nodeports=0',
    );
  });

  test('a quota requires values for all its resources', () => {
    const silent = aPod({ metadata: { name: 'b' } });
    expect(chargeQuotas(silent, quotas(quota({ 'requests.cpu': '1', 'limits.memory': '1Gi' })))).toBe(
      'pods "b" is forbidden: failed quota: compute: must specify limits.memory for: web; requests.cpu for: web',
    );
  });

  test('a quota without a status refuses requests once it is in force', () => {
    const unknown = aResourceQuota({ status: { hard: { pods: '1' } } });
    expect(chargeQuotas(pod('b'), quotas(unknown))).toBe('pods "b" is forbidden: status unknown for quota: compute, resources: pods');
    expect(chargeQuotas(pod('b'), quotas(aResourceQuota()))).toEqual([]);
  });

  test('a scoped quota ignores other pods', () => {
    const scoped = quota({ pods: '0' }, { scopes: ['BestEffort'] });
    expect(chargeQuotas(pod('b'), quotas(scoped))).toEqual([]);
    expect(chargeQuotas(aPod({ metadata: { name: 'b' } }), quotas(scoped))).toBe(
      'pods "b" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=0, limited: pods=0',
    );
  });

  test('a quota counts objects of all kinds except events and cluster-scoped objects', () => {
    const map = { metadata: { name: 'm', namespace: 'default' } };
    const full = quotas(quota({ 'count/configmaps': '0', 'count/events': '0', 'count/nodes': '0' }));
    expect(chargeQuotas(map, full, { resource: resources.configMaps })).toBe(
      'configmaps "m" is forbidden: exceeded quota: compute, requested: count/configmaps=1, used: count/configmaps=0, limited: count/configmaps=0',
    );
    expect(chargeQuotas(map, full, { resource: resources.events })).toEqual([]);
    expect(chargeQuotas(map, full, { resource: resources.nodes, namespace: '' })).toEqual([]);
  });

  test('a quota is charged for updates of a Service type, a claim size or a pod size only', () => {
    const before = aService();
    const balanced = aService({ spec: { type: 'LoadBalancer' } });
    const one = quota({ services: '1', 'services.loadbalancers': '0' });
    const update = { resource: resources.services, operation: 'UPDATE' as const, previous: before };
    const stored: ObjectOfKind[] = [...quotas(one), [resources.services, before]];
    expect(chargeQuotas(balanced, stored, update)).toBe(
      'services "web" is forbidden: exceeded quota: compute, requested: services.loadbalancers=1, used: services.loadbalancers=0, limited: services.loadbalancers=0',
    );
    expect(chargeQuotas(before, stored, update)).toEqual([]);
    const full = quotas(quota({ 'requests.cpu': '600m' }));
    const resized = { operation: 'UPDATE' as const, previous: pod('a') };
    expect(chargeQuotas(pod('a', '700m'), [...full, ...pods(pod('a'))], { ...resized, subresource: 'resize' })).toBe(
      'pods "a" is forbidden: exceeded quota: compute, requested: requests.cpu=200m, used: requests.cpu=500m, limited: requests.cpu=600m',
    );
    expect(chargeQuotas(pod('a', '700m'), [...full, ...pods(pod('a'))], resized)).toEqual([]);
    expect(chargeQuotas(pod('a', '550m'), [...full, ...pods(pod('a'))], { ...resized, subresource: 'resize' })).toEqual([
      { 'requests.cpu': '550m' },
    ]);
  });

  test('a quota is charged fully for objects that enter its scope', () => {
    const scoped = quota({ pods: '1', 'requests.cpu': '400m' }, { scopes: ['Terminating'] });
    const before = pod('a');
    const ending = { ...before, spec: { ...before.spec, activeDeadlineSeconds: 5 } } as KubeObject;
    const update = { operation: 'UPDATE' as const, previous: before };
    expect(chargeQuotas(ending, [...quotas(scoped), ...pods(before)], update)).toBe(
      'pods "a" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=0, limited: requests.cpu=400m',
    );
    const roomy = quota({ pods: '1', 'requests.cpu': '1' }, { scopes: ['Terminating'] });
    expect(chargeQuotas(ending, [...quotas(roomy), ...pods(before)], update)).toEqual([{ pods: '1', 'requests.cpu': '500m' }]);
    const later = { ...before, spec: { ...before.spec, activeDeadlineSeconds: 9 } } as KubeObject;
    expect(chargeQuotas(ending, [...quotas(roomy), ...pods(later)], { ...update, previous: later })).toEqual([]);
  });

  test('a quota is charged for a status beyond its limit', () => {
    const matchExpressions = [{ scopeName: 'VolumeAttributesClass', operator: 'In', values: ['gold'] }];
    const gold = quota({ persistentvolumeclaims: '0' }, { scopeSelector: { matchExpressions } });
    const before: KubeObject = { metadata: { name: 'data', namespace: 'default', uid: 'data' } };
    const update = { operation: 'UPDATE' as const, previous: before, resource: resources.persistentVolumeClaims };
    const stored: ObjectOfKind[] = [...quotas(gold), [resources.persistentVolumeClaims, before]];
    const asking = { ...before, spec: { volumeAttributesClassName: 'gold' } };
    expect(chargeQuotas(asking, stored, update)).toBe(
      'persistentvolumeclaims "data" is forbidden: exceeded quota: compute, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=0, limited: persistentvolumeclaims=0',
    );
    const being = { ...before, status: { currentVolumeAttributesClassName: 'gold' } };
    expect(chargeQuotas(being, stored, { ...update, subresource: 'status' })).toEqual([{ persistentvolumeclaims: '1' }]);
    expect(chargeQuotas({ ...before, status: { phase: 'Bound' } } as KubeObject, stored, { ...update, subresource: 'status' })).toEqual([]);
  });

  test('several quotas all count', () => {
    const second = { ...quota({ pods: '0' }), metadata: { name: 'another', namespace: 'default' } };
    expect(chargeQuotas(pod('b'), quotas(quota({ pods: '9' }), second))).toBe(
      'pods "b" is forbidden: exceeded quota: another, requested: pods=1, used: pods=0, limited: pods=0',
    );
  });
});
