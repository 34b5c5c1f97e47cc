import type { Pod, PodCondition } from './pod.ts';

interface GenerationObserver {
  observedGeneration?: number;
}

/**
 * Keeps observed generations that a status update omits: agents without generations must not remove those of others. Models
 * `preserveOldObservedGeneration` of `pkg/registry/core/pod/strategy.go`.
 */
export function keepObservedGeneration(draft: Pod, previous: Pod): void {
  if (draft.status) keep(draft.status, (previous.status as GenerationObserver | undefined)?.observedGeneration);
  // Duplicate condition types are valid and match in order.
  const before = [...(previous.status?.conditions ?? [])];
  for (const condition of draft.status?.conditions ?? []) keep(condition, takeFirst(before, condition.type)?.observedGeneration);
}

function takeFirst(conditions: PodCondition[], type: string): PodCondition | undefined {
  const index = conditions.findIndex((condition) => condition.type === type);
  return index < 0 ? undefined : conditions.splice(index, 1)[0];
}

function keep(target: GenerationObserver, before: number | undefined): void {
  if (!target.observedGeneration && before) target.observedGeneration = before;
}
