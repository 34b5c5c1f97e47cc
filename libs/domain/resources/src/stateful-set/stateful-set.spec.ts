import { expect, test } from 'vitest';
import { aStatefulSet, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { statefulSetKind } from './stateful-set.kind.ts';
import type { StatefulSet, StatefulSetSpec } from './stateful-set.ts';

const template = { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'main', image: 'postgres:17' }] } };
const body = (spec: object = {}, name = 'db') => ({
  metadata: { name, namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'db' } }, template, ...spec },
});

test('a StatefulSet is ordered by default, rolls out from the highest ordinal, and retains claims', () => {
  const volumeClaimTemplates = [
    { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  ];
  const { object, errors } = tryCreate(statefulSetKind, body({ volumeClaimTemplates, ordinals: {} }));
  expect(errors).toEqual([]);
  expect(object.spec).toMatchObject({
    replicas: 1,
    ordinals: { start: 0 },
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 1 } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    revisionHistoryLimit: 10,
    volumeClaimTemplates: [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { resources: {}, volumeMode: 'Filesystem' }, status: { phase: 'Pending' } },
    ],
  });
  expect(object.status).toEqual({ replicas: 0, availableReplicas: 0 });
});

test.each<[string, object, object | undefined]>([
  ['that is named and no more', { type: 'RollingUpdate' }, undefined],
  ['of which something is said', { type: 'RollingUpdate', rollingUpdate: { partition: 2 } }, { partition: 2, maxUnavailable: 1 }],
  ['without a name', { rollingUpdate: { partition: 2 } }, { partition: 2, maxUnavailable: 1 }],
])('a rolling update %s', (_, updateStrategy, rollingUpdate) => {
  const { object } = tryCreate(statefulSetKind, body({ updateStrategy }));
  expect(object.spec?.updateStrategy).toStrictEqual({ type: 'RollingUpdate', ...(rollingUpdate && { rollingUpdate }) });
});

test.each<[object, string[]]>([
  [{ podManagementPolicy: 'Random' }, [`spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel'`]],
  [{ serviceName: 'web.shop' }, ['spec.serviceName: Invalid value: "web.shop": must not contain dots']],
  [
    { updateStrategy: { type: 'Recreate' } },
    [`spec.updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`],
  ],
  [
    { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
    [
      `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
    ],
  ],
  [
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: -1 } } },
    ['spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Recycle' } },
    ['spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Recycle": supported values: "Retain", "Delete"'],
  ],
  [{ ordinals: { start: -1 } }, ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0']],
  [{ selector: {} }, ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset']],
  [
    { selector: { matchExpressions: [{ key: 'app', operator: 'Like' }] } },
    [
      'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Like"}]}',
    ],
  ],
  [
    { template: { ...template, spec: { containers: [{ name: 'Main' }] } } },
    [
      "spec.template.spec.containers[0].name: Invalid value: \"Main\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'spec.template.spec.containers[0].image: Required value',
    ],
  ],
  [
    { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '0' } } } }] },
    [
      'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumeClaimTemplates[0].spec.resources[storage]: Invalid value: "0": must be greater than zero',
    ],
  ],
  [
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0%' } } },
    ['spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "0%": cannot be 0'],
  ],
  [
    { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
])('a StatefulSet with %j is validated', (spec, errors) => {
  expect(tryCreate(statefulSetKind, body(spec)).errors).toEqual(errors);
});

test('containers may mount claims, which replace volumes of the same name', () => {
  const mounts = ['data', 'tmp', 'none'].map((name) => ({ name, mountPath: `/${name}` }));
  const pods = {
    containers: [{ name: 'main', image: 'postgres:17', volumeMounts: mounts }],
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'data', hostPath: {} },
    ],
  };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } };
  const { object, errors } = tryCreate(
    statefulSetKind,
    body({ template: { ...template, spec: pods }, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] }),
  );
  expect(errors).toEqual(['spec.template.spec.containers[0].volumeMounts[2].name: Not found: "none"']);
  expect(object.spec?.volumeClaimTemplates?.[0]?.spec?.resources).toEqual({ requests: { storage: '1Gi' } });
});

test('a StatefulSet without a history limit causes a warning', () => {
  expect(tryCreate(statefulSetKind, body({ revisionHistoryLimit: -1 })).warnings).toEqual([
    'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
  ]);
});

test('fractional bytes of a claim cause a warning, with another path in updates', () => {
  const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } } };
  const set = body({ volumeClaimTemplates: [claim] });
  const warning = (path: string) => `${path}.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer`;
  const { object, warnings } = tryCreate(statefulSetKind, set);
  expect(warnings).toEqual([warning('spec.volumeClaimTemplates[0]')]);
  expect(tryUpdate(statefulSetKind, object, () => undefined).warnings).toEqual([warning('spec.volumeClaimTemplates[0].Spec')]);
});

test.each<[string, (spec: StatefulSetSpec) => void, string[]]>([
  ['how many pods it has', (spec) => void Object.assign(spec, { replicas: 5 }), []],
  ['its template', (spec) => void Object.assign(spec.template.spec ?? {}, { containers: [{ name: 'main', image: 'postgres:18' }] }), []],
  [
    'its service',
    (spec) => void Object.assign(spec, { serviceName: 'other' }),
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
])('an update may change %s of a StatefulSet, or is refused', (_, change, errors) => {
  expect(tryUpdate<StatefulSet>(statefulSetKind, aStatefulSet(), (set) => change(set.spec as StatefulSetSpec)).errors).toEqual(errors);
});

test('a StatefulSet is printed with its ready pods, and changes have event names', () => {
  const ready = aStatefulSet({ status: { readyReplicas: 2 } });
  expect(rowOf(statefulSetKind, ready, 0)).toMatchObject({ Ready: '2/3' });
  const name = (next: StatefulSet, subresource = '') =>
    statefulSetKind.event({ verb: 'update', subresource, previous: aStatefulSet(), next }).type;
  expect([name(ready, 'status'), name(aStatefulSet({ spec: { replicas: 4 } }))]).toEqual([
    'StatefulSetStatusReported',
    'StatefulSetScaled',
  ]);
});
