import type { LabTime } from '@klockwork/kernel';
import { secondsToMs } from '@klockwork/kernel';
import type { Pod, Taint } from '@klockwork/resources';

/** Permitted stay on a node: unlimited, or until an instant (possibly past). */
export type Stay = 'for ever' | { readonly until: LabTime };

type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** NoExecute taint with its start time. */
export interface EvictingTaint {
  readonly taint: Taint;
  readonly since: LabTime;
}

/**
 * Stay of a pod: zero with an untolerated taint, otherwise the shortest tolerationSeconds. Models processPodOnNode and getMinTolerationTime
 * of pkg/controller/tainteviction.
 */
export function stayUnder(threats: readonly EvictingTaint[], tolerations: readonly Toleration[]): Stay {
  const ends = threats.map(({ taint, since }) => since + toleratedMs(taint, tolerations));
  const until = Math.min(...ends);
  return until === Number.POSITIVE_INFINITY ? 'for ever' : { until };
}

/** Shortest matching toleration; 0 without a match. */
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
