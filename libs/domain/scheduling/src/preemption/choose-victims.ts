import { podPriority, podStart } from './pod-importance.ts';
import type { NodeVictims } from './select-victims.ts';

/** Makes every priority positive, so that fewer pods have the lower sum. */
const PRIORITY_OFFSET = 2 ** 31;

/**
 * Returns the victims of one node: the fewest violated budgets, then the lowest highest priority, the lowest sum of priorities, the fewest
 * pods, the latest start of the most important ones, and the first node. Models `pickOneNodeForPreemption`.
 */
export function chooseVictims(nodes: readonly NodeVictims[]): NodeVictims | undefined {
  return nodes.reduce<NodeVictims | undefined>((best, one) => (best === undefined || isBetter(one, best) ? one : best), undefined);
}

function isBetter(one: NodeVictims, other: NodeVictims): boolean {
  const [a, b] = [costs(one), costs(other)];
  const index = a.findIndex((cost, position) => cost !== b[position]);
  return index !== -1 && (a[index] as number) < (b[index] as number);
}

function costs({ pods, violations }: NodeVictims): readonly number[] {
  const priorities = pods.map(podPriority);
  const highest = Math.max(...priorities);
  const sum = priorities.reduce((total, priority) => total + priority + PRIORITY_OFFSET, 0);
  const earliest = Math.min(...pods.filter((pod) => podPriority(pod) === highest).map(podStart));
  return [violations, highest, sum, pods.length, -earliest];
}
