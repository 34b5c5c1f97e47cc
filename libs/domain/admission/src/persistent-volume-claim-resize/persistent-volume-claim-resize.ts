import { compareQuantity } from '@klockwork/api-machinery';
import { classNameOf, type PersistentVolumeClaim, resources, type StorageClass } from '@klockwork/resources';
import type { Admission, AdmissionView } from '../admission.ts';
import { claimOf } from '../claim-request.ts';
import { forbidden } from '../refuse.ts';

const ONLY_BOUND = 'Only bound persistent volume claims can be expanded';
const ONLY_DYNAMIC = 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

/** Allows a claim to grow only with `allowVolumeExpansion` in its class. Models `plugin/pkg/admission/storage/persistentvolume/resize`. */
export const persistentVolumeClaimResize: Admission = {
  name: 'PersistentVolumeClaimResize',

  validate(request, view) {
    const claim = request.operation === 'UPDATE' ? claimOf(request) : undefined;
    const previous = request.previous as PersistentVolumeClaim | undefined;
    if (claim === undefined || previous === undefined || compareQuantity(sizeOf(claim), sizeOf(previous)) <= 0) return;
    if (previous.status?.phase !== 'Bound') throw forbidden(request, ONLY_BOUND);
    if (!mayGrow(claim, previous, view)) throw forbidden(request, ONLY_DYNAMIC);
  },
};

function sizeOf({ spec }: PersistentVolumeClaim): string {
  return spec?.resources?.requests?.storage ?? '0';
}

function mayGrow(claim: PersistentVolumeClaim, previous: PersistentVolumeClaim, view: AdmissionView): boolean {
  const name = classNameOf(claim);
  if (name === '' || name !== classNameOf(previous)) return false;
  return (view.get(resources.storageClasses, '', name) as StorageClass | undefined)?.allowVolumeExpansion === true;
}
