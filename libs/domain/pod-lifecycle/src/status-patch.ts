import type { PodCondition, PodStatus } from '@klockwork/kubernetes-types';
import { RESIZE_CONDITIONS } from './resize/resize-conditions.ts';

/**
 * Returns the strategic merge patch from status `before` to `after`; undefined if equal. Conditions are patched one by one, so foreign ones
 * stay; removed kubelet conditions are named.
 */
export function statusPatch(before: PodStatus, after: PodStatus): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, desired] = [field(before, key), field(after, key)];
    if (key === 'conditions' || equal(old, desired)) continue;
    patch[key] = MERGED_BY_IP.has(key) ? replacedAddresses(old, desired) : (desired ?? null);
  }
  const conditions = changedConditions(before.conditions ?? [], after.conditions ?? []);
  if (conditions.length > 0) patch.conditions = conditions;
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Lists merged by `ip`: removed entries must be named. */
const MERGED_BY_IP = new Set(['podIPs', 'hostIPs']);

function replacedAddresses(old: unknown, desired: unknown): object[] {
  const [before, after] = [old, desired].map((list) => (list ?? []) as { ip?: string }[]) as [{ ip?: string }[], { ip?: string }[]];
  const goneAddresses = before.filter(({ ip }) => after.every((address) => address.ip !== ip));
  return [...goneAddresses.map(({ ip }) => ({ $patch: 'delete', ip })), ...after];
}

function changedConditions(before: readonly PodCondition[], after: readonly PodCondition[]): object[] {
  const goneConditions = before.filter(
    ({ type }) => RESIZE_CONDITIONS.includes(type) && after.every((desiredCondition) => desiredCondition.type !== type),
  );
  const changedPodConditions = after.flatMap((desiredCondition) => {
    const old = before.find(({ type }) => type === desiredCondition.type);
    if (old === undefined) return [desiredCondition];
    if (equal(old, desiredCondition)) return [];
    const droppedNames = Object.keys(old).filter((key) => !(key in desiredCondition));
    return [{ ...desiredCondition, ...Object.fromEntries(droppedNames.map((key) => [key, null])) }];
  });
  return [...goneConditions.map(({ type }) => ({ $patch: 'delete', type })), ...changedPodConditions];
}

function field(status: PodStatus, key: string): unknown {
  return (status as Record<string, unknown>)[key];
}

/** Compares as JSON, ignoring key order. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    if (!equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  return true;
}
