import type { LabTime } from '@klockwork/kernel';
import type { ScalingRules } from '@klockwork/resources';
import { changedWithin, type History } from './history.ts';

/** Replicas after limits, with the condition ScalingLimited. */
export interface ReplicaLimit {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

/** Bounds of an autoscaler's replicas, and its present ones. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly current: number;
}

const UP_FACTOR = 2;
const UP_MIN = 4;

const WITHIN = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_FEW = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const TOO_MANY = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const TOO_FAST_UP = { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' };
const TOO_FAST_DOWN = { reason: 'ScaleDownLimit', message: 'the desired replica count is decreasing faster than the maximum scale rate' };

/** Limits replicas of an autoscaler without behavior. Models `convertDesiredReplicasWithRules`. */
export function limitReplicas(wanted: number, { min, max, current }: Bounds): ReplicaLimit {
  const most = Math.max(UP_FACTOR * current, UP_MIN);
  if (wanted < min) return { replicas: min, ...TOO_FEW };
  if (wanted > Math.min(most, max)) return max > most ? { replicas: most, ...TOO_FAST_UP } : { replicas: max, ...TOO_MANY };
  return { replicas: wanted, ...WITHIN };
}

/** Rules of both directions, and the changes they judge. */
export interface RateRules {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
  readonly history: History;
  readonly now: LabTime;
}

/** Limits replicas by the policies of a behavior. Models `convertDesiredReplicasWithBehaviorRate`. */
export function limitRate(wanted: number, bounds: Bounds, rules: RateRules): ReplicaLimit {
  const { min, max, current } = bounds;
  if (wanted > current) {
    const most = Math.max(limitOf('up', current, rules), current);
    const limit = max > most ? { replicas: most, ...TOO_FAST_UP } : { replicas: max, ...TOO_MANY };
    if (wanted > limit.replicas) return limit;
  } else if (wanted < current) {
    const least = Math.min(limitOf('down', current, rules), current);
    const limit = min < least ? { replicas: least, ...TOO_FAST_DOWN } : { replicas: min, ...TOO_FEW };
    if (wanted < limit.replicas) return limit;
  }
  return { replicas: wanted, ...WITHIN };
}

/** Models `calculateScaleUpLimitWithScalingRules` and `calculateScaleDownLimitWithBehaviors`. */
function limitOf(direction: 'up' | 'down', current: number, { scaleUp, scaleDown, history, now }: RateRules): number {
  const { selectPolicy, policies = [] } = direction === 'up' ? scaleUp : scaleDown;
  if (selectPolicy === 'Disabled') return current;
  const proposals = policies.map(({ type, value, periodSeconds }) => {
    const begin = current - changedWithin(history.increases, periodSeconds, now) + changedWithin(history.decreases, periodSeconds, now);
    const sign = direction === 'up' ? 1 : -1;
    if (type === 'Pods') return begin + sign * value;
    const share = begin * (1 + (sign * value) / 100);
    return direction === 'up' ? Math.ceil(share) : Math.trunc(share);
  });
  // The smallest change is the lowest limit upwards, and the highest one downwards.
  const isLowest = (selectPolicy === 'Min') === (direction === 'up');
  return isLowest ? Math.min(...proposals) : Math.max(...proposals);
}
