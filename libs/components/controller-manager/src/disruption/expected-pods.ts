import type { Pod } from '@klockwork/resources';
import { controllerOf } from '../ownership/owner-reference.ts';
import { scaledCount } from '../pods/int-or-percent.ts';
import type { DisruptionView } from './disruption-view.ts';

/** Expected and desired healthy pods; `unmanaged` pods have no controller with a scale. */
export interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  readonly unmanaged: readonly string[];
}

/** Numbers required by the budget, or the problem of computing them. Models `getExpectedPodCount` of pkg/controller/disruption. */
export function expectation(view: DisruptionView): Expectation | { readonly problem: string } {
  const { minAvailable, maxUnavailable } = view.budget.spec ?? {};
  if (maxUnavailable === undefined && minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0, unmanaged: [] };
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expectedPods: view.pods.length, desiredHealthy: minAvailable, unmanaged: [] };
  const scale = expectedScale(view);
  if ('problem' in scale) return scale;
  const share = scaledCount(maxUnavailable ?? minAvailable ?? 0, scale.expectedPods, Math.ceil);
  return { ...scale, desiredHealthy: maxUnavailable === undefined ? share : Math.max(0, scale.expectedPods - share) };
}

/** Sum of replicas of all controllers of the pods. Models `getExpectedScale`. */
function expectedScale({ pods, scaleOf }: DisruptionView): Omit<Expectation, 'desiredHealthy'> | { readonly problem: string } {
  const replicas = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const controller = controllerOf(pod);
    if (controller === undefined) {
      unmanaged.push(nameOf(pod));
      continue;
    }
    const scale = scaleOf(controller);
    if (scale === undefined) return { problem: `found no controllers for pod "${nameOf(pod)}"` };
    if ('problem' in scale) return scale;
    replicas.set(scale.uid, scale.replicas);
  }
  return { expectedPods: [...replicas.values()].reduce((sum, count) => sum + count, 0), unmanaged };
}

function nameOf({ metadata }: Pod): string {
  return metadata?.name ?? '';
}
