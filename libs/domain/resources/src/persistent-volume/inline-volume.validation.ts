import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PersistentVolumeSpec } from '@klockwork/kubernetes-types';
import { validateAccessModes, validateVolumeMode } from '../generic/access-modes.ts';
import { validateVolumeSource } from './persistent-volume.validation.ts';

const OUT_OF_PLACE = 'may not be specified in the context of inline volumes';
/** Fields of standalone volumes only. */
const OF_OBJECTS = ['claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName'] as const;

/** Validates an inline volume of a VolumeAttachment. Models `ValidatePersistentVolumeSpec` for inline specs. */
export function validateInlineVolume(spec: PersistentVolumeSpec, path: string): FieldError[] {
  const misplacedFields = OF_OBJECTS.filter((field) => spec[field]);
  return [
    ...misplacedFields.map((field) => fieldErrors.forbidden(`${path}.${field}`, OUT_OF_PLACE)),
    ...(spec.csi ? [] : [fieldErrors.required(`${path}.csi`, 'has to be specified in the context of inline volumes')]),
    ...validateAccessModes(spec.accessModes, `${path}.accessModes`, ''),
    ...(spec.csi ? validateVolumeSource('csi', spec, `${path}.csi`) : []),
    ...validateVolumeMode(spec.volumeMode, `${path}.volumeMode`),
  ];
}
