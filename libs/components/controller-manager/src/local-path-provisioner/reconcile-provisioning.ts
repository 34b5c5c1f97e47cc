import { compareQuantity } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import {
  classNameOf,
  type KubeObject,
  type PersistentVolume,
  type PersistentVolumeClaim,
  resources,
  type StorageClass,
} from '@klockwork/resources';
import { claimReference, volumeAnnotations } from '@klockwork/scheduling';
import { nameOf } from '../ownership/name-of.ts';

/** Provisioner name in storage classes, as shipped with kind and k3s. */
export const LOCAL_PATH = 'rancher.io/local-path';

const FOLDER = '/var/local-path-provisioner';
const HOSTNAME = 'kubernetes.io/hostname';
const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteOncePod'];
const WRONG_MODES = 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes';

/** Inputs of a claim's reconcile. */
export interface ProvisioningView {
  readonly claim: PersistentVolumeClaim;
  readonly storageClass: StorageClass | undefined;
  /** Volume provisioned for the claim, if any. */
  readonly volume: PersistentVolume | undefined;
}

/** Provisions a volume, a folder on the selected node, and expands it. Models rancher/local-path-provisioner. */
export function reconcileProvisioning({ claim, storageClass, volume }: ProvisioningView): Plan {
  if (volume !== undefined) return resize(claim, volume);
  if (storageClass === undefined || claim.spec?.volumeName || claim.metadata?.deletionTimestamp !== undefined) return NOTHING;
  if (claim.metadata?.annotations?.[volumeAnnotations.storageProvisioner] !== LOCAL_PATH) return NOTHING;
  const { namespace, name } = claim.metadata ?? {};
  const startEvent = record(
    claim,
    'Normal',
    'Provisioning',
    `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
  );
  const problem = problemOf(claim);
  if (problem === undefined) return { stages: [[startEvent], [create(claim, storageClass)]] };
  const text = `failed to provision volume with StorageClass "${classNameOf(claim)}": ${problem}`;
  return { stages: [[startEvent], [record(claim, 'Warning', 'ProvisioningFailed', text)]] };
}

/** Deletes a released volume; its node removes the contents. */
export function reconcileRelease(volume: PersistentVolume): Plan {
  const { metadata, spec, status } = volume;
  const isOurs = metadata?.annotations?.[volumeAnnotations.provisionedBy] === LOCAL_PATH;
  const isWanted = status?.phase !== 'Released' || spec?.persistentVolumeReclaimPolicy !== 'Delete';
  if (!isOurs || isWanted || metadata?.deletionTimestamp !== undefined) return NOTHING;
  return {
    stages: [[{ type: 'delete', resource: resources.persistentVolumes, name: nameOf(volume), deletion: {}, tolerate: ['NotFound'] }]],
  };
}

export function volumeNameFor({ metadata }: PersistentVolumeClaim): string {
  return `pvc-${metadata?.uid}`;
}

function problemOf({ metadata, spec }: PersistentVolumeClaim): string | undefined {
  if (spec?.selector) return 'claim.Spec.Selector is not supported';
  if (!(spec?.accessModes ?? []).every((mode) => ACCESS_MODES.includes(mode))) return WRONG_MODES;
  const node = metadata?.annotations?.[volumeAnnotations.selectedNode];
  return node === undefined ? 'configuration error, no node was specified' : undefined;
}

function create(claim: PersistentVolumeClaim, storageClass: StorageClass): PlannedAction {
  const object = volumeFor(claim, storageClass) as KubeObject;
  const successEvent = record(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeNameFor(claim)}`);
  return { type: 'create', resource: resources.persistentVolumes, object, tolerate: ['AlreadyExists'], onDone: () => successEvent };
}

function volumeFor(claim: PersistentVolumeClaim, { reclaimPolicy, mountOptions }: StorageClass): PersistentVolume {
  const { namespace, name: of, annotations } = claim.metadata ?? {};
  const name = volumeNameFor(claim);
  const node = annotations?.[volumeAnnotations.selectedNode] ?? '';
  const { accessModes = [], resources: wantedRequirements, volumeMode = 'Filesystem' } = claim.spec ?? {};
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'local.path.provisioner/selected-node': node, [volumeAnnotations.provisionedBy]: LOCAL_PATH } },
    spec: {
      accessModes,
      capacity: { storage: wantedRequirements?.requests?.storage ?? '0' },
      claimRef: claimReference(claim),
      hostPath: { path: `${FOLDER}/${name}_${namespace}_${of}`, type: 'DirectoryOrCreate' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values: [node] }] }] } },
      persistentVolumeReclaimPolicy: reclaimPolicy ?? 'Delete',
      storageClassName: classNameOf(claim),
      volumeMode,
      ...(mountOptions && { mountOptions }),
    },
  };
}

/**
 * Folders have no fixed size, thus expansion only updates the objects. Models kubernetes-csi/external-resizer with a driver without node
 * expansion.
 */
function resize(claim: PersistentVolumeClaim, volume: PersistentVolume): Plan {
  const wantedStorage = claim.spec?.resources?.requests?.storage ?? '0';
  const isBound = claim.status?.phase === 'Bound' && claim.spec?.volumeName === volume.metadata?.name;
  if (!isBound || compareQuantity(wantedStorage, claim.status?.capacity?.storage ?? '0') <= 0) return NOTHING;
  const capacity = { storage: wantedStorage };
  const patch = (object: PersistentVolume | PersistentVolumeClaim, body: object) =>
    ({ type: 'patch', name: nameOf(object), patch: { type: 'merge', body }, tolerate: ['NotFound'] }) as const;
  return {
    stages: [
      [record(claim, 'Normal', 'Resizing', `External resizer is resizing volume ${volume.metadata?.name}`)],
      [{ ...patch(volume, { spec: { capacity } }), resource: resources.persistentVolumes }],
      [{ ...patch(claim, { status: { capacity } }), resource: resources.persistentVolumeClaims, subresource: 'status' }],
      [record(claim, 'Normal', 'VolumeResizeSuccessful', 'Resize volume succeeded')],
    ],
  };
}

function record(object: PersistentVolumeClaim, eventType: 'Normal' | 'Warning', reason: string, message: string): PlannedAction {
  return { type: 'record', about: { resource: resources.persistentVolumeClaims, object }, eventType, reason, message };
}
