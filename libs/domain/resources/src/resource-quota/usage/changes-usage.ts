import { compareQuantity } from '@klockwork/api-machinery';
import type { KubeObject } from '../../object.ts';
import type { PersistentVolumeClaim } from '../../persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod } from '../../pod/pod.ts';
import { resources } from '../../resource-refs.ts';
import { attributesClasses } from './claim-usage.ts';
import { type CountedKind, isKind } from './counted-kind.ts';
import { isTerminating } from './pod-usage.ts';

/**
 * Returns whether a change affects the quotas of an object, or a claim's storage, without larger requests. Models `RequiresQuotaReplenish`,
 * and `Handles` of the pod evaluator.
 */
export function changesUsage(kind: CountedKind, previous: KubeObject, object: KubeObject): boolean {
  if (isKind(kind, resources.pods)) return isTerminating(previous as Pod) !== isTerminating(object as Pod);
  if (!isKind(kind, resources.persistentVolumeClaims)) return false;
  const [before, after] = [previous as PersistentVolumeClaim, object as PersistentVolumeClaim];
  return compareQuantity(given(before), given(after)) !== 0 || classesText(before) !== classesText(after);
}

function given({ status }: PersistentVolumeClaim): string {
  return status?.allocatedResources?.storage ?? '0';
}

function classesText(claim: PersistentVolumeClaim): string {
  return attributesClasses(claim).sort().join();
}
