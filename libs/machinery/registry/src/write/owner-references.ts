import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';
import { draftMeta } from './metadata.ts';

/** Removes duplicate owner references from a draft, with a warning. Models `dedupOwnerReferencesAndAddWarning`. */
export function settleOwners(draft: KubeObject, warn: (text: string) => void): void {
  const owners = draft.metadata?.ownerReferences ?? [];
  if (owners.length < 2) return;
  const once = distinct(owners);
  if (once.length === owners.length) return;
  const unique = new Set(once);
  const twice = owners.filter((owner) => !unique.has(owner)).map(({ uid }) => uid);
  draftMeta(draft).ownerReferences = once;
  warn(`${DUPLICATES}; duplicate UID(s) observed: ${twice.join(', ')}`);
}

const DUPLICATES =
  '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests';

/** Removes duplicates, in order. Compares texts in a set, since pairwise comparison is quadratic. */
function distinct(owners: readonly OwnerReference[]): OwnerReference[] {
  const uids = new Set<string>();
  return owners.filter((owner) => {
    const before = uids.size;
    return uids.add(textOf(owner)).size > before;
  });
}

function textOf({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): string {
  return JSON.stringify([apiVersion, kind, name, uid, controller, blockOwnerDeletion]);
}
