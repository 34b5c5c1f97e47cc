import { describe, expect, test } from 'vitest';
import { allowedReplicas } from './allowed-replicas.ts';
import { type History, NO_HISTORY, withChange } from './history.ts';
import { limitRate, limitReplicas } from './scaling-limit.ts';
import { stabilize, stabilizeWithin } from './stabilize.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const ago = (seconds: number) => NOW - seconds * 1_000;
const recommended = (...all: readonly (readonly [replicas: number, seconds: number])[]): History => ({
  ...NO_HISTORY,
  recommendations: all.map(([replicas, seconds]) => ({ replicas, at: ago(seconds) })),
});

describe('limits without a behavior', () => {
  test.each([
    [5, { min: 1, max: 10, current: 4 }, 5, 'DesiredWithinRange'],
    [9, { min: 1, max: 10, current: 4 }, 8, 'ScaleUpLimit'],
    [9, { min: 1, max: 10, current: 1 }, 4, 'ScaleUpLimit'],
    [12, { min: 1, max: 10, current: 8 }, 10, 'TooManyReplicas'],
    [1, { min: 2, max: 10, current: 4 }, 2, 'TooFewReplicas'],
  ])('%s within %j', (wanted, bounds, replicas, reason) => {
    expect(limitReplicas(wanted, bounds)).toMatchObject({ replicas, reason });
  });

  test('the highest recommendation of five minutes counts, and older ones are forgotten', () => {
    const { replicas, reason, history } = stabilize(2, recommended([9, 301], [5, 300], [3, 15]), NOW);
    expect({ replicas, reason }).toEqual({ replicas: 5, reason: 'ScaleDownStabilized' });
    expect(history.recommendations.map((each) => each.replicas)).toEqual([5, 3, 2]);
    expect(stabilize(6, history, NOW)).toMatchObject({ replicas: 6, reason: 'ReadyForNewScale' });
  });
});

describe('limits of a behavior', () => {
  test.each([
    ['up', { up: 60, down: 60 }, 8, recommended([6, 30]), 6, 'ScaleUpStabilized'],
    ['up, older', { up: 60, down: 60 }, 8, recommended([6, 60]), 8, 'ReadyForNewScale'],
    ['down', { up: 0, down: 300 }, 2, recommended([4, 200], [3, 100]), 4, 'ScaleDownStabilized'],
    ['down to the highest', { up: 0, down: 300 }, 2, recommended([3, 100]), 3, 'ScaleDownStabilized'],
  ])('a window holds replicas %s', (_, windows, wanted, history, replicas, reason) => {
    expect(stabilizeWithin(windows, wanted, 5, { history, now: NOW })).toMatchObject({ replicas, reason });
  });

  const rules = (selectPolicy: string, ...policies: readonly (readonly [type: string, value: number, periodSeconds: number])[]) => ({
    selectPolicy,
    policies: policies.map(([type, value, periodSeconds]) => ({ type, value, periodSeconds })),
  });
  const bounds = { min: 1, max: 100, current: 10 };
  test.each([
    ['Max', 50, rules('Max', ['Pods', 4, 15], ['Percent', 100, 15]), 20, 'ScaleUpLimit'],
    ['Min', 50, rules('Min', ['Pods', 4, 15], ['Percent', 100, 15]), 14, 'ScaleUpLimit'],
    ['Disabled', 50, rules('Disabled', ['Pods', 4, 15]), 10, 'ScaleUpLimit'],
    ['rounded up', 50, rules('Max', ['Percent', 15, 15]), 12, 'ScaleUpLimit'],
    ['a high limit', 200, rules('Max', ['Pods', 400, 15]), 100, 'TooManyReplicas'],
  ])('policies limit an increase: %s', (_, wanted, scaleUp, replicas, reason) => {
    expect(limitRate(wanted, bounds, { scaleUp, scaleDown: rules('Max'), history: NO_HISTORY, now: NOW })).toMatchObject({
      replicas,
      reason,
    });
  });
  test.each([
    ['Max', 1, rules('Max', ['Pods', 4, 15], ['Percent', 10, 15]), 6, 'ScaleDownLimit'],
    ['Min', 1, rules('Min', ['Pods', 4, 15], ['Percent', 10, 15]), 9, 'ScaleDownLimit'],
    ['Disabled', 1, rules('Disabled', ['Pods', 4, 15]), 10, 'ScaleDownLimit'],
    ['all', 0, rules('Max', ['Percent', 100, 15]), 1, 'TooFewReplicas'],
  ])('policies limit a decrease: %s', (_, wanted, scaleDown, replicas, reason) => {
    expect(limitRate(wanted, bounds, { scaleUp: rules('Max'), scaleDown, history: NO_HISTORY, now: NOW })).toMatchObject({
      replicas,
      reason,
    });
  });

  test('changes within a period count towards its policy', () => {
    const scaleUp = rules('Max', ['Pods', 4, 60]);
    const history = withChange(NO_HISTORY, [7, 10], scaleUp, ago(30));
    const limits = (at: number) => limitRate(50, bounds, { scaleUp, scaleDown: rules('Max'), history, now: at }).replicas;
    expect([limits(NOW), limits(NOW + 30_000)]).toEqual([11, 14]);
    expect(withChange(history, [10, 11], scaleUp, NOW + 31_000).increases).toEqual([{ count: 1, at: NOW + 31_000 }]);
    expect(withChange(history, [10, 11], undefined, NOW)).toBe(history);
  });

  test('a behavior without a window for decreases waits five minutes', () => {
    const behavior = { scaleUp: rules('Max', ['Pods', 4, 15]), scaleDown: rules('Max', ['Percent', 100, 15]) };
    const { stable, limited } = allowedReplicas(2, bounds, { behavior, history: recommended([10, 299]), now: NOW });
    expect([stable.replicas, limited.replicas, limited.reason]).toEqual([10, 10, 'DesiredWithinRange']);
    const later = allowedReplicas(2, bounds, { behavior, history: recommended([10, 300]), now: NOW });
    expect(later.limited.replicas).toBe(2);
  });
});
