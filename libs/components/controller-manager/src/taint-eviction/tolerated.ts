import type { LabTime } from '@klockwork/kernel';
import { secondsToMs } from '@klockwork/kernel';
import type { Pod, Taint } from '@klockwork/resources';

/** How long a pod may stay on a node: for ever, or until an instant (which may have passed). */
export type Stay = 'for ever' | { readonly until: LabTime };

type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** A NoExecute taint and the instant from which it counts. */
export interface EvictingTaint {
  readonly taint: Taint;
  readonly since: LabTime;
}

/**
 * A pod that does not tolerate one of the taints must go at once; one that tolerates them for some seconds, when the
 * shortest have passed. Models processPodOnNode and getMinTolerationTime of pkg/controller/tainteviction.
 */
export function stayUnder(threats: readonly EvictingTaint[], tolerations: readonly Toleration[]): Stay {
  const ends = threats.map(({ taint, since }) => since + toleratedMs(taint, tolerations));
  const until = Math.min(...ends);
  return until === Number.POSITIVE_INFINITY ? 'for ever' : { until };
}

/** The shortest of the tolerations that match; no time at all when none does. */
function toleratedMs(taint: Taint, tolerations: readonly Toleration[]): number {
  const matching = tolerations.filter((toleration) => tolerates(toleration, taint));
  if (matching.length === 0) return Number.NEGATIVE_INFINITY;
  return Math.min(
    ...matching.map(({ tolerationSeconds }) =>
      tolerationSeconds === undefined ? Number.POSITIVE_INFINITY : Math.max(0, secondsToMs(tolerationSeconds)),
    ),
  );
}

/** Models Toleration.ToleratesTaint. */
function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''));
}
