import { compareQuantity, formatQuantity, parseQuantity } from '@klockwork/api-machinery';
import { classNameOf } from '../../generic/storage-class-name.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { QuotaAmounts } from './amounts.ts';

const CLASS_INFIX = '.storageclass.storage.k8s.io/';
const NAMES = ['persistentvolumeclaims', 'requests.storage'];
const NANO = 10n ** 9n;

/** Returns a claim's usage, in total and per class: the maximum of request and allocation. Models `pvcEvaluator.Usage`. */
export function claimUsage(claim: PersistentVolumeClaim): QuotaAmounts {
  const className = classNameOf(claim);
  const requestedStorage = claim.spec?.resources?.requests?.storage;
  const allocatedStorage = claim.status?.allocatedResources?.storage;
  const storage =
    requestedStorage !== undefined && allocatedStorage !== undefined && compareQuantity(allocatedStorage, requestedStorage) > 0
      ? allocatedStorage
      : requestedStorage;
  const usage = { persistentvolumeclaims: '1', ...(storage !== undefined && { 'requests.storage': wholeBytes(storage) }) };
  const ofClass = Object.entries(usage).map(([name, amount]) => [`${className}${CLASS_INFIX}${name}`, amount]);
  return { 'count/persistentvolumeclaims': '1', ...usage, ...(className !== '' && Object.fromEntries(ofClass)) };
}

/** Returns whether the resource applies to claims. */
export function isClaimResource(name: string): boolean {
  return (
    name === 'count/persistentvolumeclaims' || NAMES.includes(name) || NAMES.some((suffix) => name.endsWith(`${CLASS_INFIX}${suffix}`))
  );
}

/** Returns the VolumeAttributesClasses of a claim: desired, current, and in progress. Models `getReferencedVolumeAttributesClassNames`. */
export function attributesClasses({ spec, status }: PersistentVolumeClaim): string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[];
}

/** Quotas count whole bytes only. */
function wholeBytes(storage: string): string {
  const { nanos, format } = parseQuantity(storage);
  return nanos % NANO === 0n ? storage : formatQuantity({ nanos: (nanos / NANO + 1n) * NANO, format });
}
