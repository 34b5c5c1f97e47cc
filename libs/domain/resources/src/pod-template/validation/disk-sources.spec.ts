import { expect, test } from 'vitest';
import { persistentVolumeKind } from '../../persistent-volume/persistent-volume.kind.ts';
import { podKind } from '../../pod/pod.kind.ts';
import { tryCreate } from '../../testing/attempt.ts';

const IQN = 'iqn.2001-04.com.example:storage.disk1';
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';

function created(volume: object) {
  const metadata = { name: 'web', namespace: 'default' };
  return tryCreate(podKind, { metadata, spec: { containers: [{ name: 'web', image: 'nginx' }], volumes: [{ name: 'v', ...volume }] } });
}

function createdVolume(source: object) {
  const spec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source };
  return tryCreate(persistentVolumeKind, { metadata: { name: 'v' }, spec });
}

test.each<[object, string[]]>([
  [
    { gcePersistentDisk: { pdName: 'd', partition: 256 } },
    ['persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive'],
  ],
  [{ awsElasticBlockStore: { partition: 0 } }, ['awsElasticBlockStore.volumeID: Required value']],
  [{ iscsi: { targetPortal: 'p', iqn: IQN, lun: 0 } }, []],
  [
    { iscsi: { targetPortal: 'p', iqn: 'disk1', lun: 256, chapAuthSession: true, initiatorName: 'iqn.x' } },
    [
      'iscsi.iqn: Invalid value: "disk1": must be valid format starting with iqn, eui, or naa',
      'iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive',
      'iscsi.secretRef: Required value',
      'iscsi.initiatorname: Invalid value: "iqn.x": must be valid format',
    ],
  ],
  [{ iscsi: { lun: 0 } }, ['iscsi.targetPortal: Required value', 'iscsi.iqn: Required value']],
  [{ fc: {} }, ['fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both']],
  [
    { fc: { targetWWNs: ['a'], wwids: ['b'] } },
    [
      'fc.targetWWNs: Invalid value: ["a"]: targetWWNs and wwids can not be specified simultaneously',
      'fc.lun: Required value: lun is required if targetWWNs is specified',
    ],
  ],
  [{ rbd: { monitors: [], image: '' } }, ['rbd.monitors: Required value', 'rbd.image: Required value']],
  [{ cephfs: { monitors: [] } }, ['cephfs.monitors: Required value']],
  [{ cinder: { secretRef: {} } }, ['cinder.volumeID: Required value', 'cinder.secretRef.name: Required value']],
  [{ flocker: {} }, ['flocker: Required value: one of datasetName and datasetUUID is required']],
  [
    { flocker: { datasetName: 'a/b', datasetUUID: 'c' } },
    [
      'flocker: Invalid value: "resource": datasetName and datasetUUID can not be specified simultaneously',
      `flocker.datasetName: Invalid value: "a/b": must not contain '/'`,
    ],
  ],
  [
    { quobyte: { registry: 'a:1,b' } },
    [
      'quobyte.registry: Invalid value: "a:1,b": must be a host:port pair or multiple pairs separated by commas',
      'quobyte.volume: Required value',
    ],
  ],
  [{ quobyte: { volume: 'v' } }, ['quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas']],
  [
    { quobyte: { registry: '[::1]:1', volume: 'v', tenant: 'a'.repeat(65) } },
    ['quobyte.tenant: Required value: must be a UUID and may not exceed a length of 64 characters'],
  ],
  [
    { flexVolume: { driver: 'a/b', options: { 'x.K8s.io/a': '', k8sio: '' } } },
    ['flexVolume.options[x.K8s.io/a]: Invalid value: "x.K8s.io/a": kubernetes.io and k8s.io namespaces are reserved'],
  ],
  [
    { azureDisk: { diskName: 'd', diskURI: 'https://a', kind: 'Managed', cachingMode: 'All' } },
    [
      'azureDisk.cachingMode: Unsupported value: "All": supported values: "None", "ReadOnly", "ReadWrite"',
      `azureDisk.diskURI: Unsupported value: "https://a": supported values: "${MANAGED}"`,
    ],
  ],
  [{ storageos: { secretRef: {} } }, ['storageos.volumeName: Required value', 'storageos.secretRef.name: Required value']],
])('an iSCSI source with %j has errors %j', (volume, problems) => {
  expect(created(volume).errors).toEqual(problems.map((problem) => `spec.volumes[0].${problem}`));
});

test("a persistent volume's target has the same rules, with shorter messages", () => {
  expect(createdVolume({ iscsi: { targetPortal: 'p', iqn: 'disk1', lun: 0, secretRef: {} } }).errors).toEqual([
    'spec.iscsi.iqn: Invalid value: "disk1": must be valid format',
    'spec.iscsi.secretRef.name: Required value',
  ]);
});

test.each<[object, object]>([
  [{ iscsi: { targetPortal: 'p', iqn: IQN, lun: 0 } }, { iscsi: { iscsiInterface: 'default' } }],
  [{ rbd: { monitors: ['m'], image: 'i' } }, { rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' } }],
  [
    { azureDisk: { diskName: 'd', diskURI: 'https://a' } },
    { azureDisk: { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false } },
  ],
  [{ scaleIO: { gateway: 'g', system: 's', volumeName: 'v' } }, { scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' } }],
  [{ hostPath: { path: '/' } }, { hostPath: { type: '' } }],
])('%j gets %j, in pods and in the cluster', (source, defaults) => {
  expect(created(source).object.spec?.volumes?.[0]).toMatchObject(defaults);
  expect(createdVolume(source).object.spec).toMatchObject(defaults);
});
