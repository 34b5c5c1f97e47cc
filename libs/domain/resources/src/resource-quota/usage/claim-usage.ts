import { compareQuantity } from '@klockwork/api-machinery';
import { classNameOf } from '../../generic/storage-class-name.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { QuotaAmounts } from './amounts.ts';

const CLASS_INFIX = '.storageclass.storage.k8s.io/';
const NAMES = ['persistentvolumeclaims', 'requests.storage'];

/** What a claim takes, in all and of its class. Models `pvcEvaluator.Usage`: of what is asked for and what is given, the greater. */
export function claimUsage(claim: PersistentVolumeClaim): QuotaAmounts {
  const className = classNameOf(claim);
  const asked = claim.spec?.resources?.requests?.storage;
  const given = claim.status?.allocatedResources?.storage;
  const storage = asked !== undefined && given !== undefined && compareQuantity(given, asked) > 0 ? given : asked;
  const usage = { persistentvolumeclaims: '1', ...(storage !== undefined && { 'requests.storage': storage }) };
  const ofClass = Object.entries(usage).map(([name, amount]) => [`${className}${CLASS_INFIX}${name}`, amount]);
  return { 'count/persistentvolumeclaims': '1', ...usage, ...(className !== '' && Object.fromEntries(ofClass)) };
}

/** True for what quotas can say about claims. */
export function isClaimResource(name: string): boolean {
  return name === 'count/persistentvolumeclaims' || NAMES.includes(name) || NAMES.some((known) => name.endsWith(`${CLASS_INFIX}${known}`));
}
