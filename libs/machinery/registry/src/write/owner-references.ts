import type { KubeObject } from '@klockwork/resources';
import { draftMeta } from './metadata.ts';
import { sameJson } from './same-json.ts';

/** Takes owner references that are said twice out of a draft, and warns of them. Models `dedupOwnerReferencesAndAddWarning`. */
export function settleOwners(draft: KubeObject, warn: (text: string) => void): void {
  const owners = draft.metadata?.ownerReferences ?? [];
  if (owners.length < 2) return;
  const once = owners.filter((owner, at) => !owners.slice(0, at).some((earlier) => sameJson(earlier, owner)));
  if (once.length === owners.length) return;
  const twice = owners.filter((owner) => !once.includes(owner)).map(({ uid }) => uid);
  draftMeta(draft).ownerReferences = once;
  warn(`${DUPLICATES}; duplicate UID(s) observed: ${twice.join(', ')}`);
}

const DUPLICATES =
  '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests';
