import { type Namespace, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileNamespace } from './reconcile-namespace.ts';

const NOW = Date.UTC(2026, 0, 1);
const ending: Namespace = {
  metadata: { name: 'shop', uid: 'ns', deletionTimestamp: '2026-01-01T00:00:00Z' },
  spec: { finalizers: ['kubernetes', 'example.com/last'] },
  status: { phase: 'Terminating' },
};
const object = (name: string, more = {}) => ({ metadata: { namespace: 'shop', name, uid: name, ...more } });

test('a namespace that is not being deleted is left alone', () => {
  expect(reconcileNamespace({ metadata: { name: 'shop' } }, [], NOW)).toEqual({ stages: [] });
});

test('pods of a namespace are deleted first, and other objects afterwards', () => {
  const held = { resource: resources.pods, objects: [object('held', { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] })] };
  const others = [{ resource: resources.deployments, objects: [object('web')] }];
  const said = (remaining: Parameters<typeof reconcileNamespace>[1]) => {
    const { stages } = reconcileNamespace(ending, remaining, NOW);
    return stages.flat().map((action) => {
      if (action.type === 'delete') return `delete ${action.resource.resource}/${action.name.name}`;
      const conditions = action.type === 'update' ? ((action.object as Namespace).status?.conditions ?? []) : [];
      return conditions.find(({ type }) => type === 'NamespaceContentRemaining')?.message;
    });
  };
  expect(said([held, ...others])).toEqual(['Some resources are remaining: pods. has 1 resource instances']);
  expect(said(others)).toEqual(['delete deployments/web', 'Some resources are remaining: deployments.apps has 1 resource instances']);
});

test("a terminating namespace deletes its content and reports remaining objects in upstream's words", () => {
  const held = object('held', { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/f'] });
  const remaining = [
    { resource: resources.configMaps, objects: [object('a'), held] },
    { resource: resources.deployments, objects: [object('web')] },
    { resource: resources.secrets, objects: [] },
  ];
  const { stages } = reconcileNamespace(ending, remaining, NOW);
  const deletion = (name: string) => ({
    name: { namespace: 'shop', name },
    deletion: { propagationPolicy: 'Background', uid: name },
    tolerate: ['NotFound', 'Conflict'],
  });
  expect(stages[0]).toEqual([
    { type: 'delete', resource: resources.configMaps, ...deletion('a') },
    { type: 'delete', resource: resources.deployments, ...deletion('web') },
  ]);
  const [tell] = stages[1] ?? [];
  const conditions = tell?.type === 'update' ? ((tell.object as Namespace).status?.conditions ?? []) : [];
  expect(conditions.map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`)).toEqual([
    'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
    'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
    'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
    'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 2 resource instances, deployments.apps has 1 resource instances',
    'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/f in 1 resource instances',
  ]);
});

test('an unchanged condition causes no write', () => {
  const remaining = [{ resource: resources.pods, objects: [object('a', { deletionTimestamp: '2026-01-01T00:00:00Z' })] }];
  const [[tell] = []] = reconcileNamespace(ending, remaining, NOW).stages;
  const told = tell?.type === 'update' ? (tell.object as Namespace) : ending;
  expect(reconcileNamespace(told, remaining, NOW + 5_000)).toEqual({ stages: [] });
});

test('an empty namespace loses the finalizer of Kubernetes and keeps those of others', () => {
  expect(reconcileNamespace(ending, [], NOW).stages).toEqual([
    [
      {
        type: 'update',
        resource: resources.namespaces,
        subresource: 'finalize',
        object: { ...ending, spec: { finalizers: ['example.com/last'] } },
        tolerate: ['NotFound'],
      },
    ],
  ]);
});
