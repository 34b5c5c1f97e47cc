import { compareQuantity, formatQuantity, parseQuantity } from '@klockwork/api-machinery';
import { classNameOf } from '../../generic/storage-class-name.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { QuotaAmounts } from './amounts.ts';

const CLASS_INFIX = '.storageclass.storage.k8s.io/';
const NAMES = ['persistentvolumeclaims', 'requests.storage'];
const NANO = 10n ** 9n;

/** What a claim takes, in all and of its class. Models `pvcEvaluator.Usage`: of what is asked for and what is given, the greater. */
export function claimUsage(claim: PersistentVolumeClaim): QuotaAmounts {
  const className = classNameOf(claim);
  const asked = claim.spec?.resources?.requests?.storage;
  const given = claim.status?.allocatedResources?.storage;
  const storage = asked !== undefined && given !== undefined && compareQuantity(given, asked) > 0 ? given : asked;
  const usage = { persistentvolumeclaims: '1', ...(storage !== undefined && { 'requests.storage': wholeBytes(storage) }) };
  const ofClass = Object.entries(usage).map(([name, amount]) => [`${className}${CLASS_INFIX}${name}`, amount]);
  return { 'count/persistentvolumeclaims': '1', ...usage, ...(className !== '' && Object.fromEntries(ofClass)) };
}

/** True for what quotas can say about claims. */
export function isClaimResource(name: string): boolean {
  return name === 'count/persistentvolumeclaims' || NAMES.includes(name) || NAMES.some((known) => name.endsWith(`${CLASS_INFIX}${known}`));
}

/**
 * The VolumeAttributesClasses of a claim: what it shall be of, what it is of, and what it is being made of.
 * Models `getReferencedVolumeAttributesClassNames`.
 */
export function attributesClasses({ spec, status }: PersistentVolumeClaim): string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[];
}

/** Quotas can only be of whole bytes. */
function wholeBytes(storage: string): string {
  const { nanos, format } = parseQuantity(storage);
  return nanos % NANO === 0n ? storage : formatQuantity({ nanos: (nanos / NANO + 1n) * NANO, format });
}
