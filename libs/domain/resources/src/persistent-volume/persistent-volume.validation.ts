import {
  asNumber,
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { validateAccessModes, validateVolumeMode } from '../generic/access-modes.ts';
import { validateAttributesClassKept } from '../generic/attributes-class.ts';
import { oneOf } from '../generic/field-checks.ts';
import { validateClassName } from '../generic/storage-class-name.ts';
import { internalDiff } from '../internal-diff/internal-diff.ts';
import { validateNodeSelector } from '../pod-template/validation/affinity.ts';
import { checkSecret, validateIscsi } from '../pod-template/validation/disk-sources.ts';
import { checkNoBacksteps } from '../pod-template/validation/field-checks.ts';
import { volumeSourceChecks } from '../pod-template/validation/volume-sources.ts';
import { validateNodeAffinityKept } from './node-affinity-change.ts';
import { type PersistentVolume, VOLUME_SOURCES } from './persistent-volume.ts';

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const MORE_THAN_ONE = 'may not specify more than 1 volume type';
const SOURCE_IS_FIXED = 'spec.persistentvolumesource is immutable after creation';

type Spec = NonNullable<PersistentVolume['spec']>;

/** Models `ValidatePersistentVolume`. */
export function validatePersistentVolume({ metadata = {}, spec = {} }: PersistentVolume): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateAccessModes(spec.accessModes, 'spec.accessModes', ''),
    ...validateCapacity(spec),
    ...oneOf(spec.persistentVolumeReclaimPolicy, RECLAIM_POLICIES, 'spec.persistentVolumeReclaimPolicy'),
    ...validateAffinity(spec),
    ...validateSource(spec),
    ...validateRecycling(spec),
    ...validateClassName(spec.storageClassName, 'spec.storageClassName'),
    ...validateVolumeMode(spec.volumeMode, 'spec.volumeMode'),
    ...validateAttributesClass(spec),
  ];
}

/** Keeps source, mode and, once set, node affinity. Models `ValidatePersistentVolumeUpdate`. */
export function validatePersistentVolumeUpdate(next: PersistentVolume, previous: PersistentVolume): FieldError[] {
  const [source, sourceBefore] = [withoutFirstExpandSecret(sourceOf(next), previous), sourceOf(previous)];
  const isMoved = !semanticEqual(source, sourceBefore);
  const diff = () => internalDiff('PersistentVolumeSource', sourceBefore, source);
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validatePersistentVolume(next),
    ...(isMoved ? [fieldErrors.forbidden('spec.persistentvolumesource', `${SOURCE_IS_FIXED}\n${diff()}`)] : []),
    ...validateImmutable(next.spec?.volumeMode, previous.spec?.volumeMode, 'volumeMode'),
    ...validateAttributesClassKept(next.spec, previous.spec),
    ...validateNodeAffinityKept(next.spec?.nodeAffinity, previous.spec?.nodeAffinity),
  ];
}

function sourceOf({ spec = {} }: PersistentVolume): Pick<Spec, 'csi'> {
  return Object.fromEntries(VOLUME_SOURCES.flatMap((source) => (spec[source] ? [[source, spec[source]]] : [])));
}

/** Allows to add the expansion secret once. */
function withoutFirstExpandSecret(source: Pick<Spec, 'csi'>, { spec }: PersistentVolume): object {
  if (!spec?.csi || spec.csi.controllerExpandSecretRef || !source.csi?.controllerExpandSecretRef) return source;
  const { controllerExpandSecretRef: _, ...csi } = source.csi;
  return { ...source, csi };
}

function validateCapacity({ capacity }: Spec): FieldError[] {
  const names = Object.keys(capacity ?? {});
  const others = names.length > 1 || capacity?.storage === undefined;
  return [
    ...(names.length === 0 ? [fieldErrors.required('spec.capacity')] : []),
    ...(others ? [fieldErrors.notSupported('spec.capacity', capacity, ['storage'])] : []),
    ...Object.entries(capacity ?? {}).flatMap(([name, quantity]) => validateAmount(quantity, `spec.capacity[${name}]`)),
  ];
}

function validateAmount(quantity: string, path: string): FieldError[] {
  const order = compareQuantity(quantity, '0');
  return [
    ...(order < 0 ? [fieldErrors.invalid(path, asNumber(quantity), 'must be a valid resource quantity')] : []),
    ...(order <= 0 ? [fieldErrors.invalid(path, quantity, 'must be greater than zero')] : []),
  ];
}

/** Models `validateVolumeNodeAffinity`. */
function validateAffinity({ nodeAffinity }: Spec): FieldError[] {
  if (!nodeAffinity) return [];
  const path = 'spec.nodeAffinity.required';
  if (!nodeAffinity.required) return [fieldErrors.required(path, 'must specify required node constraints')];
  return validateNodeSelector(nodeAffinity.required.nodeSelectorTerms ?? [], `${path}.nodeSelectorTerms`);
}

function validateSource(spec: Spec): FieldError[] {
  const [first, ...more] = VOLUME_SOURCES.filter((source) => spec[source]);
  if (first === undefined) return [fieldErrors.required('spec', 'must specify a volume type')];
  const path = `spec.${first}`;
  return [...validateVolumeSource(first, spec, path), ...more.map((source) => fieldErrors.forbidden(`spec.${source}`, MORE_THAN_ONE))];
}

export function validateVolumeSource(source: (typeof VOLUME_SOURCES)[number], spec: Spec, path: string): FieldError[] {
  if (source === 'local') return validateLocal(spec, path);
  if (source === 'iscsi') return validateTarget(spec.iscsi ?? ({} as NonNullable<Spec['iscsi']>), path);
  const volume = { name: '', [source]: spec[source] };
  const handle = source === 'csi' && !spec.csi?.volumeHandle ? [fieldErrors.required(`${path}.volumeHandle`)] : [];
  return [...(volumeSourceChecks.find((check) => check.source === source)?.check(volume, path) ?? []), ...handle];
}

/** Models `validateISCSIPersistentVolumeSource`. */
function validateTarget(iscsi: NonNullable<Spec['iscsi']>, path: string): FieldError[] {
  return [...validateIscsi(iscsi, path, 'must be valid format'), ...checkSecret(iscsi.secretRef, path)];
}

function validateLocal({ local, nodeAffinity }: Spec, path: string): FieldError[] {
  const ofPath = local?.path ? checkNoBacksteps(`${path}.path`, local.path) : [fieldErrors.required(`${path}.path`)];
  return nodeAffinity ? ofPath : [...ofPath, fieldErrors.required('spec.nodeAffinity', 'Local volume requires node affinity')];
}

/** Only CSI volumes have attributes. */
function validateAttributesClass({ volumeAttributesClassName: name, csi }: Spec): FieldError[] {
  if (name === undefined) return [];
  const path = 'spec.volumeAttributesClassName';
  return [
    ...(name === '' ? [fieldErrors.required(path, 'an empty string is disallowed')] : validateClassName(name, path)),
    ...(csi ? [] : [fieldErrors.required('spec.csi', 'has to be specified when using volumeAttributesClassName')]),
  ];
}

/** `//` and `/.` too; paths that climb are refused anyway. */
function isRoot(path = ''): boolean {
  return path.startsWith('/') && path.split('/').every((part) => part === '' || part === '.');
}

function validateRecycling({ hostPath, persistentVolumeReclaimPolicy }: Spec): FieldError[] {
  if (!isRoot(hostPath?.path) || persistentVolumeReclaimPolicy !== 'Recycle') return [];
  return [fieldErrors.forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")];
}
