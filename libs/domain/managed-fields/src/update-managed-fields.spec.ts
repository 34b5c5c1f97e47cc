import { schemaOf } from '@klockwork/openapi';
import { expect, test } from 'vitest';
import { fieldSet } from './field-set.ts';
import { mergeSchema } from './merge-schema.ts';
import { aConfigMap, aDeployment, configMaps, deployments, OwnedStore, versionOfKind } from './testing/owned-store.ts';
import { updateManagedFields } from './update-managed-fields.ts';

const WEB = aDeployment({
  replicas: 1,
  selector: { matchLabels: { app: 'web' } },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } },
  template: {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80, protocol: 'TCP' }] }], securityContext: {} },
  },
});

test('the creator owns all fields, in the format of a real cluster', () => {
  const store = deployments();
  store.update('kubectl-create', WEB);
  expect(JSON.stringify(store.entries)).toBe(
    JSON.stringify([
      {
        manager: 'kubectl-create',
        operation: 'Update',
        apiVersion: 'apps/v1',
        time: '2026-01-01T00:01:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {} }, 'f:type': {} },
            'f:template': {
              'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
              'f:spec': {
                'f:containers': {
                  'k:{"name":"web"}': {
                    '.': {},
                    'f:image': {},
                    'f:name': {},
                    'f:ports': {
                      '.': {},
                      'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:protocol': {} },
                    },
                    'f:resources': {},
                  },
                },
                'f:securityContext': {},
              },
            },
          },
        },
      },
    ]),
  );
});

test("always-present fields of upstream's types change with their parent", () => {
  const store = new OwnedStore(versionOfKind('io.k8s.api.core.v1.Pod', 'v1'), schemaOf('io.k8s.api.core.v1.Pod'));
  const conditions = [{ type: 'Ready', status: 'True' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec: { containers: [{ name: 'web' }] } };
  store.update('kubectl-run', pod);
  const resetFields = fieldSet([['spec']]);
  store.update('kubelet', { ...pod, status: { conditions, containerStatuses: [{ name: 'web' }] } }, { subresource: 'status', resetFields });
  expect(store.fieldsOf('kubelet')).toEqual({
    'f:status': {
      'f:conditions': {
        '.': {},
        'k:{"type":"Ready"}': { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} },
      },
      'f:containerStatuses': {},
    },
  });
});

test('an unset pointer or list that was set before is a change', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader', namespace: 'default' } };
  const definition = 'io.k8s.api.rbac.v1.Role';
  const store = new OwnedStore(versionOfKind(definition, role.apiVersion), schemaOf(definition));
  store.update('admin', { ...role, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] });
  store.update('janitor', role);
  expect(store.entries?.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([['janitor', { 'f:rules': {} }]]);
});

test('the writer of a changed value becomes its owner, in a separate entry', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1', y: '1' }));
  store.update('b', aConfigMap({ x: '2', y: '1', z: '1' }));
  expect(store.entries).toEqual([
    {
      manager: 'a',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2026-01-01T00:01:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { '.': {}, 'f:y': {} } },
    },
    {
      manager: 'b',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2026-01-01T00:02:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:x': {}, 'f:z': {} } },
    },
  ]);
});

test('an owner without fields is dropped; the creator of a map keeps the map', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('b', aConfigMap({ x: '1', y: '1' }));
  store.update('c', aConfigMap({ x: '2', z: '1' }));
  expect(store.fieldsOf('a')).toEqual({ 'f:data': {} });
  expect(store.fieldsOf('b')).toBeUndefined();
  expect(store.fieldsOf('c')).toEqual({ 'f:data': { 'f:x': {}, 'f:z': {} } });
});

test('a write without changes returns the same list', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  const before = store.entries;
  store.update('b', aConfigMap({ x: '1' }));
  expect(store.entries).toBe(before);
});

test('a write that only removes fields changes no time', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1', y: '1' }));
  store.update('a', aConfigMap({ x: '1' }));
  expect(store.entries).toMatchObject([{ time: '2026-01-01T00:01:00Z', fieldsV1: { 'f:data': { '.': {}, 'f:x': {} } } }]);
});

test('a repeated write of an own field updates the owner’s time and keeps its set object', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  const before = store.fieldsOf('a');
  store.update('a', aConfigMap({ x: '2' }));
  expect(store.entries).toMatchObject([{ time: '2026-01-01T00:02:00Z' }]);
  expect(store.fieldsOf('a')).toBe(before);
});

test('a subresource has separate entries, without fields that its strategy resets', () => {
  const store = deployments();
  store.update('kubectl', aDeployment({ replicas: 1 }));
  const next = { ...aDeployment({ replicas: 2 }), status: { replicas: 1 } };
  store.update('kubectl', next, { subresource: 'status', resetFields: fieldSet([['spec']]) });
  expect(store.entries).toMatchObject([
    { manager: 'kubectl', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    { manager: 'kubectl', subresource: 'status', fieldsV1: { 'f:status': { 'f:replicas': {} } } },
  ]);
});

test('name, uid and version of an object have no owner', () => {
  const store = configMaps();
  store.update(
    'a',
    aConfigMap(undefined, {
      generateName: 's-',
      uid: 'x',
      resourceVersion: '5',
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
      selfLink: '/',
    }),
  );
  expect(store.fieldsOf('a')).toEqual({ 'f:metadata': { 'f:generateName': {} } });
});

test("an update's values for system fields take no ownership", () => {
  const store = configMaps();
  const fieldsV1 = { 'f:metadata': { 'f:creationTimestamp': {}, 'f:generation': {}, 'f:resourceVersion': {}, 'f:uid': {} } };
  const managedFields = [{ manager: 'a', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1 }];
  store.update('a', aConfigMap({ x: '1' }));
  store.update('b', aConfigMap({ x: '1' }, { uid: 'u-2', resourceVersion: '5', generation: 3, managedFields }));
  expect(store.fieldsOf('a')).toEqual(fieldsV1);
});

test('a manager without a name is recorded as unknown', () => {
  const store = configMaps();
  store.update('', aConfigMap({ x: '1' }));
  expect(store.entries).toMatchObject([{ manager: 'unknown' }]);
});

const entry = { manager: 'c', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:x': {} } } };

test.each<[string, unknown, string[]]>([
  ['none: the live object’s count', undefined, ['a', 'b']],
  ['an empty list: everybody is forgotten', [], []],
  ['one empty entry: everybody is forgotten', [{}], []],
  ['entries of its own: they count', [entry], ['c', 'b']],
  ['entries of no version: the live object’s count', [{ ...entry, apiVersion: '' }], ['a', 'b']],
  ['entries of no operation: the live object’s count', [{ ...entry, operation: 'Guess' }], ['a', 'b']],
  ['entries of another form: the live object’s count', [{ ...entry, fieldsType: 'FieldsV2' }], ['a', 'b']],
  ['entries that are unreadable: the live object’s count', [{ ...entry, fieldsV1: { data: {} } }], ['a', 'b']],
])('a request may bring %s', (_, managedFields, managers) => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('b', aConfigMap({ x: '1', y: '1' }, { managedFields }));
  expect(store.entries?.map(({ manager }) => manager) ?? []).toEqual(managers);
});

test('a subresource cannot bring entries', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('b', aConfigMap({ x: '1', y: '1' }, { managedFields: [{}] }), { subresource: 'status' });
  expect(store.entries?.map(({ manager }) => manager)).toEqual(['a', 'b']);
});

test('an object with cleared owners gets no new ones from updates', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('a', aConfigMap({ x: '1' }, { managedFields: [] }));
  store.update('a', aConfigMap({ x: '2' }));
  expect(store.entries).toBeUndefined();
});

test('an object that cannot be compared has no owners any more', () => {
  const store = new OwnedStore(versionOfKind('io.k8s.api.core.v1.ServiceAccount', 'v1'));
  const account = (secrets: unknown) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' }, secrets });
  store.update('a', account([{ name: 'token' }]));
  store.update('b', account([{ namespace: 'no name' }]));
  expect(store.entries).toBeUndefined();
});

test('more than ten updaters are merged from the oldest on', () => {
  const store = configMaps();
  const data: Record<string, string> = {};
  for (const key of 'abcdefghijkl') {
    data[key] = '1';
    store.update(`manager-${key}`, aConfigMap({ ...data }));
  }
  const [oldest, ...others] = store.entries ?? [];
  expect(oldest).toEqual({
    manager: 'ancient-changes',
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-01-01T00:03:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {}, 'f:c': {} } },
  });
  expect(others.map(({ manager }) => manager)).toEqual([...'defghijkl'].map((key) => `manager-${key}`));
});

test('an entry of an unserved version is dropped', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }));
  store.update('b', aConfigMap({ x: '1', y: '1' }, { managedFields: [{ ...entry, apiVersion: 'v0' }] }));
  expect(store.entries).toMatchObject([{ manager: 'b', fieldsV1: { 'f:data': { 'f:y': {} } } }]);
});

test('an owner in another version loses a field renamed between versions', () => {
  const scaler = (version: string) => ({ apiVersion: `autoscaling/${version}`, kind: 'Scaler' });
  const schema = mergeSchema(schemaOf('io.k8s.api.core.v1.ConfigMap'));
  const rename = (object: object, from: string, to: string) => {
    const { [from]: value, ...rest } = (object as { data: Record<string, string> }).data;
    return { ...object, data: { ...rest, ...(value !== undefined && { [to]: value }) } };
  };
  const target = {
    version: { ...scaler('v2'), schema },
    otherVersions: [{ ...scaler('v1'), schema }],
    convert: (object: object, to: string) => (to === 'autoscaling/v1' ? { ...rename(object, 'cpu', 'percent'), ...scaler('v1') } : object),
  };
  const old = {
    manager: 'old',
    operation: 'Update',
    apiVersion: 'autoscaling/v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': { 'f:min': {}, 'f:percent': {} } },
  };
  const live = { ...scaler('v2'), metadata: { uid: 'u', managedFields: [old] }, data: { cpu: '50', min: '1' } };
  const next = { ...scaler('v2'), metadata: { uid: 'u' }, data: { cpu: '60', min: '1' } };
  expect(updateManagedFields({ target, manager: 'new', subresource: '', now: '2026-01-01T00:00:00Z', live, next })).toEqual([
    { ...old, fieldsV1: { 'f:data': { 'f:min': {} } } },
    {
      manager: 'new',
      operation: 'Update',
      apiVersion: 'autoscaling/v2',
      time: '2026-01-01T00:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:cpu': {} } },
    },
  ]);
});
