import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { validateCsiDriverName } from '../generic/csi-driver-name.ts';
import { complaints } from '../generic/field-checks.ts';
import { mapBytes } from '../generic/parameters.ts';
import { validateInlineVolume } from '../persistent-volume/inline-volume.validation.ts';
import type { VolumeAttachment, VolumeError } from './volume-attachment.ts';

const METADATA_BYTES_MAX = 256 * 1024;
const MESSAGE_BYTES_MAX = 1024;
const ONE_SOURCE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
const CODE_RANGE = 'must be between 0 and 2147483647, inclusive';

type Source = VolumeAttachment['spec']['source'];

/** Models `ValidateVolumeAttachment` and `ValidateVolumeAttachmentV1` of `pkg/apis/storage/validation/validation.go`. */
export function validateVolumeAttachment({ metadata = {}, spec, status }: VolumeAttachment): FieldError[] {
  const { attacher, source = {}, nodeName = '' } = spec ?? {};
  const name = source.persistentVolumeName;
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...(attacher ? [] : [fieldErrors.required('spec.attacher')]),
    ...validateSource(source, 'spec.source'),
    ...complaints(nodeName, dns1123Subdomain(nodeName), 'spec.nodeName'),
    ...validateStatus(status, 'status'),
    ...(attacher ? validateCsiDriverName(attacher, 'spec.attacher') : []),
    ...(name ? complaints(name, dns1123Subdomain(name), 'spec.source.persistentVolumeName') : []),
  ];
}

/** Keeps volume and node immutable. Models `ValidateVolumeAttachmentUpdate`. */
export function validateVolumeAttachmentUpdate(next: VolumeAttachment, previous: VolumeAttachment): FieldError[] {
  const moved = !semanticEqual(next.spec, previous.spec);
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateVolumeAttachment(next),
    ...(moved ? [fieldErrors.invalid('spec', next.spec, 'field is immutable')] : []),
  ];
}

function validateSource({ inlineVolumeSpec, persistentVolumeName: name }: Source, path: string): FieldError[] {
  if (!inlineVolumeSpec && name === undefined) return [fieldErrors.required(path, ONE_SOURCE)];
  if (inlineVolumeSpec && name !== undefined) return [fieldErrors.forbidden(path, ONE_SOURCE)];
  if (inlineVolumeSpec) return validateInlineVolume(inlineVolumeSpec, `${path}.inlineVolumeSpec`);
  return name === '' ? [fieldErrors.required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')] : [];
}

function validateStatus(status: VolumeAttachment['status'], path: string): FieldError[] {
  const { attachmentMetadata = {}, attachError, detachError } = status ?? {};
  const large = mapBytes(attachmentMetadata) > METADATA_BYTES_MAX;
  return [
    ...(large ? [fieldErrors.tooLong(`${path}.attachmentMetadata`, METADATA_BYTES_MAX)] : []),
    ...validateError(attachError, `${path}.attachError`),
    ...validateError(detachError, `${path}.detachError`),
  ];
}

/** Upstream's message names the limit for metadata. */
function validateError(error: VolumeError | undefined, path: string): FieldError[] {
  const { message = '', errorCode = 0 } = error ?? {};
  return [
    ...(utf8Length(message) > MESSAGE_BYTES_MAX ? [fieldErrors.tooLong(`${path}.message`, METADATA_BYTES_MAX)] : []),
    ...(errorCode < 0 ? [fieldErrors.invalid(`${path}.errorCode`, errorCode, CODE_RANGE)] : []),
  ];
}
