import { ApiError } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { aConfigMap, aDeployment, configMaps, deployments, OwnedStore, podTemplate, versionOfKind } from './testing/owned-store.ts';

const MANY = { replicas: 3, selector: { matchLabels: { app: 'web' } } };

test('the first apply creates the object and owns the applied fields', () => {
  const store = configMaps();
  expect(store.apply('a', aConfigMap({ x: '1' }, { labels: { app: 'web' } }))).toMatchObject({ type: 'applied' });
  expect(store.object).toEqual(aConfigMap({ x: '1' }, { labels: { app: 'web' } }));
  expect(store.entries).toEqual([
    {
      manager: 'a',
      operation: 'Apply',
      apiVersion: 'v1',
      time: '2026-01-01T00:01:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:x': {} }, 'f:metadata': { 'f:labels': { 'f:app': {} } } },
    },
  ]);
});

test('a field dropped by its only applier is removed', () => {
  const store = configMaps();
  store.apply('a', aConfigMap({ x: '1', y: '1' }));
  store.apply('b', aConfigMap({ y: '1', z: '1' }));
  store.apply('a', aConfigMap(undefined));
  expect(store.object).toEqual(aConfigMap({ y: '1', z: '1' }));
  expect(store.entries?.map(({ manager }) => manager)).toEqual(['b']);
});

test('a field of an updater stays when the applier drops it', () => {
  const store = configMaps();
  store.apply('a', aConfigMap({ x: '1', y: '1' }));
  store.update('b', aConfigMap({ x: '2', y: '1' }));
  store.apply('a', aConfigMap({ y: '1' }));
  expect(store.object).toEqual(aConfigMap({ x: '2', y: '1' }));
});

test("a different value of an owned field is a conflict with upstream's message", () => {
  const store = deployments();
  store.update('kubectl-client-side-apply', aDeployment(MANY));
  const result = store.apply('ci', aDeployment({ replicas: 5 }));
  expect(result).toMatchObject({
    type: 'conflict',
    conflicts: [{ manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'apps/v1', field: '.spec.replicas' }],
  });
  expect(result.type === 'conflict' && result.error.status).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
    details: {
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "kubectl-client-side-apply" using apps/v1', field: '.spec.replicas' },
      ],
    },
  });
  expect(store.object).toEqual(aDeployment(MANY));
});

test('conflicts are listed by owner', () => {
  const store = deployments();
  const containers = [{ name: 'web', image: 'nginx:1', ports: [{ containerPort: 80, protocol: 'TCP', name: 'http' }] }];
  store.apply('b', aDeployment({ ...MANY, ...podTemplate({ containers }) }));
  store.update('a', aDeployment({ ...MANY, paused: true, ...podTemplate({ containers }) }), { subresource: 'scale' });
  const changed = [{ name: 'web', image: 'nginx:2', ports: [{ containerPort: 80, name: 'web' }] }];
  const result = store.apply('c', aDeployment({ paused: false, replicas: 4, ...podTemplate({ containers: changed }) }));
  expect(result.type === 'conflict' && result.error.status.message).toBe(
    [
      'Apply failed with 4 conflicts: conflicts with "a" with subresource "scale" using apps/v1:',
      '- .spec.paused',
      'conflicts with "b":',
      '- .spec.replicas',
      '- .spec.template.spec.containers[name="web"].image',
      '- .spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].name',
    ].join('\n'),
  );
});

test('force takes over fields of other owners', () => {
  const store = deployments();
  store.update('kubectl', aDeployment(MANY));
  expect(store.apply('ci', aDeployment({ replicas: 5 }), { force: true })).toMatchObject({ type: 'applied' });
  expect(store.object).toEqual(aDeployment({ ...MANY, replicas: 5 }));
  expect(store.fieldsOf('kubectl')).toEqual({ 'f:spec': { 'f:selector': {} } });
  expect(store.fieldsOf('ci')).toEqual({ 'f:spec': { 'f:replicas': {} } });
});

test('an equal value is shared: the field stays until its last owner drops it', () => {
  const store = configMaps();
  store.apply('a', aConfigMap({ x: '1' }));
  expect(store.apply('b', aConfigMap({ x: '1' }))).toMatchObject({ type: 'applied' });
  store.apply('a', aConfigMap({ y: '1' }));
  expect(store.object).toEqual(aConfigMap({ x: '1', y: '1' }));
  store.apply('b', aConfigMap(undefined));
  expect(store.object).toEqual(aConfigMap({ y: '1' }));
});

test('applying the same again changes nothing: the very same object and list', () => {
  const store = configMaps();
  store.apply('a', aConfigMap({ x: '1' }));
  const before = store.entries;
  const result = store.apply('a', aConfigMap({ x: '1' }));
  expect(result.type === 'applied' && result.managedFields).toBe(before);
});

test('an applier of existing values becomes an owner without a time', () => {
  const store = configMaps();
  store.apply('a', aConfigMap({ x: '1' }));
  store.apply('b', aConfigMap({ x: '1' }));
  expect(store.entries?.map(({ manager, time }) => [manager, time])).toEqual([
    ['b', undefined],
    ['a', '2026-01-01T00:01:00Z'],
  ]);
});

test('an explicit null unsets a field and owns that', () => {
  const store = deployments();
  store.apply('a', aDeployment({ ...MANY, minReadySeconds: 5 }));
  store.apply('a', aDeployment({ ...MANY, minReadySeconds: null }));
  expect(store.object).toEqual(aDeployment(MANY));
  expect(store.fieldsOf('a')).toMatchObject({ 'f:spec': { 'f:minReadySeconds': {} } });
});

test('items are matched by key, including default keys', () => {
  const store = deployments();
  const withPorts = (ports: unknown) => aDeployment(podTemplate({ containers: [{ name: 'web', ports }] }));
  store.apply('a', withPorts([{ containerPort: 53 }]));
  store.apply('b', withPorts([{ containerPort: 53, protocol: 'UDP' }]));
  expect(store.object).toEqual(withPorts([{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }]));
  store.apply('a', withPorts([{ containerPort: 54, protocol: 'TCP' }]));
  expect(store.object).toEqual(
    withPorts([
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: 54, protocol: 'TCP' },
    ]),
  );
});

test('an item without its key gets upstream’s zero key and is left to validation', () => {
  const store = deployments();
  expect(store.apply('a', aDeployment(podTemplate({ containers: [{ image: 'nginx' }] })))).toMatchObject({ type: 'applied' });
  expect(store.fieldsOf('a')).toEqual({
    'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":""}': { '.': {}, 'f:image': {} } } } } },
  });
});

test("an item without other owners is removed only when its owner drops it; otherwise others' fields stay", () => {
  const store = deployments();
  const containers = (list: unknown[]) => aDeployment(podTemplate({ containers: list }));
  store.apply(
    'a',
    containers([
      { name: 'web', image: 'nginx' },
      { name: 'side', image: 'envoy' },
    ]),
  );
  store.apply('b', containers([{ name: 'side', env: [{ name: 'X', value: '1' }] }]));
  store.apply('a', containers([{ name: 'web', image: 'nginx' }]));
  expect(store.object).toEqual(
    containers([
      { name: 'web', image: 'nginx' },
      { name: 'side', env: [{ name: 'X', value: '1' }] },
    ]),
  );
  store.apply('b', containers([]));
  expect(store.object).toEqual(containers([{ name: 'web', image: 'nginx' }]));
});

test('an atomic list is owned whole', () => {
  const store = deployments();
  const args = (list: string[]) => aDeployment(podTemplate({ containers: [{ name: 'web', args: list }] }));
  store.apply('a', args(['-a']));
  expect(store.apply('b', args(['-b']))).toMatchObject({
    conflicts: [{ manager: 'a', operation: 'Apply', field: '.spec.template.spec.containers[name="web"].args' }],
  });
});

test('an object without known owners belongs to before-first-apply', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('a', aConfigMap({ x: '1', y: '1' }, { managedFields: [] }));
  expect(store.apply('b', aConfigMap({ y: '2' }))).toMatchObject({
    conflicts: [{ manager: 'before-first-apply', operation: 'Update', apiVersion: 'v1', field: '.data.y' }],
  });
  store.apply('b', aConfigMap({ y: '1' }));
  expect(store.fieldsOf('before-first-apply')).toEqual({ 'f:data': { '.': {}, 'f:x': {}, 'f:y': {} } });
});

test('a subresource has a separate applier entry', () => {
  const store = deployments();
  store.apply('a', aDeployment(MANY));
  store.apply('a', { ...aDeployment({}), status: { replicas: 1 } }, { subresource: 'status', resetFields: {} });
  expect(store.entries).toMatchObject([
    { manager: 'a', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    { manager: 'a', subresource: 'status', fieldsV1: { 'f:status': { 'f:replicas': {} } } },
  ]);
});

test('an applier does not own fields that the strategy resets', () => {
  const store = deployments();
  store.apply('a', { ...aDeployment(MANY), status: { replicas: 1 } });
  expect(store.fieldsOf('a')).toEqual({ 'f:spec': { 'f:replicas': {}, 'f:selector': {} } });
});

function refusalOf(apply: () => unknown): unknown {
  try {
    return apply();
  } catch (error) {
    const { code, reason, message } = (error as ApiError).status;
    return [error instanceof ApiError && code, reason, message];
  }
}

test.each<[object, unknown]>([
  [{ ...aConfigMap({}), kind: 'Secret' }, [400, 'BadRequest', 'invalid object type: /v1, Kind=Secret']],
  [{ ...aConfigMap({}), apiVersion: 80 } as never, [400, 'BadRequest', 'invalid object type: /, Kind=ConfigMap']],
  [{ ...aConfigMap({}), apiVersion: 'apps/v1' }, [400, 'BadRequest', 'invalid object type: apps/v1, Kind=ConfigMap']],
  [aConfigMap({}, { managedFields: [] }), [400, 'BadRequest', 'metadata.managedFields must be nil']],
  [
    aConfigMap({ x: 1 }),
    [
      500,
      '',
      'failed to create typed patch object (default/settings; /v1, Kind=ConfigMap): .data.x: expected string, got &value.valueUnstructured{Value:1}',
    ],
  ],
  [
    { ...aConfigMap({}), spec: {} },
    [500, '', 'failed to create typed patch object (default/settings; /v1, Kind=ConfigMap): .spec: field not declared in schema'],
  ],
  [
    aConfigMap({}, { finalizers: ['a', 'a'] }),
    [
      500,
      '',
      'failed to create typed patch object (default/settings; /v1, Kind=ConfigMap): .metadata.finalizers: duplicate entries for key [="a"]',
    ],
  ],
])('%j cannot be applied', (applied, refusal) => {
  expect(refusalOf(() => configMaps().apply('a', applied as Record<string, unknown>))).toEqual(refusal);
});

test('an explicit null for managedFields is no managedFields', () => {
  expect(configMaps().apply('a', aConfigMap({ x: '1' }, { managedFields: null }))).toMatchObject({ type: 'applied' });
});

test.each([
  [undefined, 'failed to create manager for existing fields: failed to convert new object (/web; /v1, Kind=ServiceAccount) to smd typed'],
  [
    [{ manager: 'a', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1' }],
    'failed to create typed live object (/web; /v1, Kind=ServiceAccount)',
  ],
])('an apply fails on an object with an item without keys, with owners %j', (managedFields, failure) => {
  const store = new OwnedStore(versionOfKind('io.k8s.api.core.v1.ServiceAccount', 'v1'));
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } };
  store.live = {
    ...account,
    metadata: { ...account.metadata, ...(managedFields && { managedFields }) },
    secrets: [{ namespace: 'a' }],
  } as object;
  expect(refusalOf(() => store.apply('a', { ...account, secrets: [{ name: 'b' }] }))).toEqual([
    500,
    '',
    `${failure}: .secrets: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)`,
  ]);
});
