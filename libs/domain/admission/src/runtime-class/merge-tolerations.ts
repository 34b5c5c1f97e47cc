import { semanticEqual } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/resources';

type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** Removes tolerations covered by others; the first of two equal ones stays. Models `MergeTolerations` of `pkg/util/tolerations`. */
export function mergeTolerations(all: readonly Toleration[]): Toleration[] {
  const mergedTolerations: Toleration[] = [];
  for (const [index, toleration] of all.entries()) {
    const isCovered = mergedTolerations.some((other) => covers(other, toleration));
    const saidLater = all.slice(index + 1).some((other) => !semanticEqual(other, toleration) && covers(other, toleration));
    if (!isCovered && !saidLater) mergedTolerations.push(toleration);
  }
  return mergedTolerations;
}

/** Whether `wide` tolerates all that `narrow` does. Models `isSuperset`. */
function covers(wide: Toleration, narrow: Toleration): boolean {
  if (semanticEqual(wide, narrow)) return true;
  const allKeys = !wide.key && wide.operator === 'Exists';
  if ((wide.key ?? '') !== (narrow.key ?? '') && !allKeys) return false;
  if (wide.effect && wide.effect !== narrow.effect) return false;
  if (wide.effect === 'NoExecute' && !lastsAsLong(wide.tolerationSeconds, narrow.tolerationSeconds)) return false;
  if (wide.operator === 'Exists') return true;
  return narrow.operator === 'Equal' && (wide.value ?? '') === (narrow.value ?? '');
}

function lastsAsLong(wide: number | undefined, narrow: number | undefined): boolean {
  return wide === undefined || (narrow !== undefined && narrow <= wide);
}
