import { defaultClassOf, type PersistentVolumeClaim, resources, type StorageClass } from '@klockwork/resources';
import type { Admission } from '../admission.ts';
import { claimOf } from '../claim-request.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Sets the default class on a claim without a class. Models `plugin/pkg/admission/storage/storageclass/setdefault`. */
export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',

  admit(request, view) {
    const claim = request.operation === 'CREATE' ? claimOf(request) : undefined;
    if (!claim?.spec || saysClass(claim)) return;
    const name = defaultClassOf(view.list(resources.storageClasses, '') as readonly StorageClass[])?.metadata?.name;
    if (name !== undefined) claim.spec.storageClassName = name;
  },
};

/** An empty class (`storageClassName: ""`) counts as set. */
function saysClass({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata?.annotations?.[CLASS_ANNOTATION] !== undefined || spec?.storageClassName !== undefined;
}
