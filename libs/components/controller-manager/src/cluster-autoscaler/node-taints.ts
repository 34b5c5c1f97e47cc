import type { PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Node, resources, type Taint } from '@klockwork/resources';
import { DELETION_CANDIDATE, TO_BE_DELETED } from './autoscaler-view.ts';

const EFFECTS = { [TO_BE_DELETED]: 'NoSchedule', [DELETION_CANDIDATE]: 'PreferNoSchedule' } as const;

/** Returns whether the node has the taint. */
export function hasTaint({ spec }: Node, key: string): boolean {
  return spec?.taints?.some((taint) => taint.key === key) === true;
}

/** Returns the update that adds a taint with its time in seconds. Models `taints.AddTaints`. */
export function addTaint(node: Node, key: keyof typeof EFFECTS, now: LabTime): PlannedAction {
  const taint: Taint = { key, value: String(Math.floor(now / 1_000)), effect: EFFECTS[key] };
  return withTaints(node, [...withoutTaints(node, [key]), taint]);
}

/** Returns the update that removes taints. Models `taints.CleanTaints`. */
export function removeTaints(node: Node, keys: readonly string[]): PlannedAction {
  return withTaints(node, withoutTaints(node, keys));
}

/** Returns remaining taints after removal of `keys`. */
export function withoutTaints({ spec }: Node, keys: readonly string[]): Taint[] {
  return (spec?.taints ?? []).filter(({ key }) => !keys.includes(key ?? ''));
}

/** A conflict is left to the next scan, which reads the node again. */
function withTaints(node: Node, taints: Taint[]): PlannedAction {
  const object = copy(node) as Node;
  object.spec = { ...object.spec, taints };
  return { type: 'update', resource: resources.nodes, object, tolerate: ['NotFound', 'Conflict'] };
}
