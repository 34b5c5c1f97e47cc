import { compareQuantity, labelSelector } from '@klockwork/api-machinery';
import type { Node } from '@klockwork/kubernetes-types';
import { classNameOf, type PersistentVolume, type PersistentVolumeClaim } from '@klockwork/resources';
import { someTermHolds } from '../filters/node-affinity/node-selector-terms.ts';
import { isBoundTo } from './binding.ts';

/** Restrictions of a volume search. */
export interface VolumeSearch {
  /** Node where the volume must be usable; undefined before scheduling. */
  readonly node?: Node;
  /** Without a node, only volumes reserved for the claim match. */
  readonly late?: boolean;
  /** Names of volumes already chosen. */
  readonly taken?: ReadonlySet<string>;
}

/**
 * Returns the best volume for `claim`: the reserved one, else the smallest available one, with fewest access modes. Models
 * `FindMatchingVolume` of component-helpers and `findByClaim` of the persistent volume controller.
 */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  search: VolumeSearch = {},
): PersistentVolume | undefined {
  const { node, late = false, taken } = search;
  const possible = volumes.filter((volume) => isPossible(volume, claim) && taken?.has(nameOf(volume)) !== true);
  const reservedVolume = possible.find((volume) => isBoundTo(volume, claim));
  if (reservedVolume !== undefined) return isUsableOn(reservedVolume, node) ? reservedVolume : undefined;
  if (node === undefined && late) return undefined;
  return possible.filter((volume) => isFree(volume, claim) && isUsableOn(volume, node)).sort(bySuitability)[0];
}

/** Returns whether `node` can reach the volume; true without a node. Models `CheckNodeAffinity`. */
export function isUsableOn({ spec }: PersistentVolume, node: Node | undefined): boolean {
  const requiredSelector = spec?.nodeAffinity?.required;
  return node === undefined || !requiredSelector || someTermHolds(requiredSelector.nodeSelectorTerms, node);
}

/** Returns upstream's reason why a claim cannot bind its named volume. Models `checkVolumeSatisfyClaim`. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (compareQuantity(sizeOf(volume), wantedSize(claim)) < 0) return 'requested PV is too small';
  if (classNameOf(volume) !== classNameOf(claim)) return 'storageClassName does not match';
  if (modeOf(volume) !== modeOf(claim)) return 'incompatible volumeMode';
  return hasModes(volume, claim) ? undefined : 'incompatible accessMode';
}

/** Returns whether the volume is unclaimed, large enough, and of the same mode. */
function isPossible(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.spec?.claimRef && !isBoundTo(volume, claim)) return false;
  if (volume.metadata?.deletionTimestamp !== undefined || modeOf(volume) !== modeOf(claim)) return false;
  return compareQuantity(sizeOf(volume), wantedSize(claim)) >= 0;
}

function isFree(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { selector } = claim.spec ?? {};
  if (volume.status?.phase !== 'Available' || classNameOf(volume) !== classNameOf(claim) || !hasModes(volume, claim)) return false;
  return !selector || labelSelector.fromObject(selector).matches(volume.metadata?.labels);
}

function hasModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));
}

function bySuitability(a: PersistentVolume, b: PersistentVolume): number {
  const modes = (a.spec?.accessModes?.length ?? 0) - (b.spec?.accessModes?.length ?? 0);
  return modes || compareQuantity(sizeOf(a), sizeOf(b)) || (nameOf(a) < nameOf(b) ? -1 : 1);
}

function modeOf({ spec }: { spec?: { volumeMode?: string } }): string {
  return spec?.volumeMode ?? 'Filesystem';
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec?.capacity?.storage ?? '0';
}

function wantedSize({ spec }: PersistentVolumeClaim): string {
  return spec?.resources?.requests?.storage ?? '0';
}

function nameOf({ metadata }: PersistentVolume): string {
  return metadata?.name ?? '';
}
