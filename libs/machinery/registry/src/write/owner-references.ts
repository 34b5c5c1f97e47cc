import type { KubeObject } from '@klockwork/resources';
import { draftMeta } from './metadata.ts';
import { sameJson } from './same-json.ts';

/** Takes owner references that are said twice out of a draft, and warns of them. Models `dedupOwnerReferencesAndAddWarning`. */
export function settleOwners(draft: KubeObject, warn: (text: string) => void): void {
  const owners = draft.metadata?.ownerReferences ?? [];
  if (owners.length < 2) return;
  const once = distinct(owners);
  if (once.length === owners.length) return;
  const twice = owners.filter((owner) => !once.includes(owner)).map(({ uid }) => uid);
  draftMeta(draft).ownerReferences = once;
  warn(`${DUPLICATES}; duplicate UID(s) observed: ${twice.join(', ')}`);
}

const DUPLICATES =
  '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests';

/** Each of them once, in order. Only those of one uid can be the same, so many are told apart in a time that grows with their number. */
function distinct<T extends { readonly uid: string }>(owners: readonly T[]): T[] {
  const known = new Map<string, T[]>();
  return owners.filter((owner) => {
    const alike = known.get(owner.uid) ?? [];
    if (alike.some((earlier) => sameJson(earlier, owner))) return false;
    known.set(owner.uid, [...alike, owner]);
    return true;
  });
}
