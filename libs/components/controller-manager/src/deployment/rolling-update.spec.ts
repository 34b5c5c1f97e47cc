import type { Deployment, ReplicaSet } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { templateHash } from '../pods/template-hash.ts';
import { fenceposts } from './fenceposts.ts';
import { rollingStep } from './rolling-update.ts';
import { isScaling, scalingStep } from './scaling.ts';

type Limit = number | string;

const deployment = (replicas: number, maxSurge: Limit, maxUnavailable: Limit): Deployment => ({
  spec: {
    replicas,
    selector: {},
    template: {},
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
  },
});

function replicaSet(name: string, replicas: number, available = replicas, annotations: Record<string, string> = {}): ReplicaSet {
  return {
    metadata: { name, uid: name, creationTimestamp: `2026-01-01T00:00:0${name.length}Z`, annotations },
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas: available },
  };
}

const sizes = (sizings: readonly { replicaSet: ReplicaSet; replicas: number }[]) =>
  sizings.map(({ replicaSet: { metadata }, replicas }) => `${metadata?.name} ${replicas}`);

describe('the limits of a rolling update', () => {
  test.each<[number, Limit, Limit, number, number]>([
    [2, '0%', '1%', 0, 1],
    [1, '0%', '1%', 0, 1],
    [2, '1%', '25%', 1, 0],
    [1, '1%', '25%', 1, 0],
    [10, '25%', '25%', 3, 2],
    [4, '25%', '25%', 1, 1],
    [3, 2, 5, 2, 3],
    [0, '25%', '25%', 0, 0],
    [100, '7%', '7%', 7, 7],
  ])(
    'a rolling update of %i pods with maxSurge %s and maxUnavailable %s has limits %i and %i',
    (replicas, surge, unavailable, maxSurge, maxUnavailable) => {
      expect(fenceposts(deployment(replicas, surge, unavailable))).toEqual({ maxSurge, maxUnavailable });
    },
  );
});

describe('one step of a rolling update', () => {
  // The tables of upstream's rolling_test.go: wanted, limits, current (available), old (available) → sizes.
  test.each<[string, number, Limit, Limit, [number, number], [number, number], string[]]>([
    ['a rollout without surge first scales down old pods', 10, 0, 1, [0, 0], [10, 8], ['old 9']],
    ['a rollout scales up by maxSurge', 10, 2, 0, [0, 0], [10, 10], ['new 2']],
    ['a rollout scales up by the number of removed old pods', 10, 2, 0, [0, 0], [5, 5], ['new 7']],
    ['a rollout never exceeds maxSurge', 10, 2, 0, [2, 2], [10, 10], ['old 8']],
    ['a rollout scales down an oversized current ReplicaSet', 10, 2, 0, [11, 11], [2, 2], ['new 10']],
    ['a rollout removes surplus available pods', 10, 0, 2, [0, 0], [10, 10], ['old 8']],
    ['a rollout removes unavailable pods first', 10, 0, 2, [0, 0], [10, 8], ['old 8']],
    ['a rollout keeps old pods while current ones are unavailable', 10, 2, 2, [4, 0], [8, 8], []],
    ['a rollout waits while too few pods are available', 10, 0, 2, [2, 0], [8, 8], []],
    ['a rollout continues once current pods are available', 10, 0, 2, [2, 2], [8, 8], ['old 6']],
    ['a rollout ends with the removal of the last old pod', 3, 1, 0, [3, 3], [1, 1], ['old 0']],
  ])('%s', (_, wanted, surge, unavailable, current, old, expected) => {
    const step = rollingStep(deployment(wanted, surge, unavailable), replicaSet('new', ...current), [replicaSet('old', ...old)]);
    expect(sizes(step)).toEqual(expected);
  });

  test('unhealthy pods of the oldest ReplicaSet are removed first', () => {
    const old = [replicaSet('aa', 3, 3), replicaSet('b', 3, 0)];
    expect(sizes(rollingStep(deployment(4, 1, 1), replicaSet('new', 0), old))).toEqual(['b 0']);
  });
});

describe('scaling', () => {
  const max = (value: number) => ({ 'deployment.kubernetes.io/max-replicas': `${value}` });
  const desired = (value: number) => ({ 'deployment.kubernetes.io/desired-replicas': `${value}` });

  test('the only active ReplicaSet takes it all', () => {
    expect(sizes(scalingStep(deployment(5, 0, 1), { current: replicaSet('new', 3), old: [replicaSet('old', 0)] }))).toEqual(['new 5']);
  });

  test('scaling during a rollout distributes pods proportionally', () => {
    const old = [replicaSet('old', 5, 5, max(10))];
    expect(sizes(scalingStep(deployment(12, 0, 1), { current: replicaSet('newer', 5, 5, max(10)), old }))).toEqual(['newer 6', 'old 6']);
    expect(sizes(scalingStep(deployment(6, 0, 1), { current: replicaSet('newer', 5, 5, max(10)), old }))).toEqual(['old 3', 'newer 3']);
  });

  test('the largest ReplicaSet gets the rounding remainder', () => {
    const old = [replicaSet('a', 2, 2, max(10)), replicaSet('bb', 3, 3, max(10))];
    expect(sizes(scalingStep(deployment(20, 0, 1), { current: replicaSet('ccc', 5, 5, max(10)), old }))).toEqual(['ccc 10', 'bb 6', 'a 4']);
  });

  test('a Deployment with 0 replicas scales all ReplicaSets to 0', () => {
    const old = [replicaSet('old', 4, 4, max(10))];
    expect(sizes(scalingStep(deployment(0, 2, 1), { current: replicaSet('newer', 6, 6, max(10)), old }))).toEqual(['newer 0', 'old 0']);
  });

  test('old ReplicaSets scale to 0 once the current one is saturated', () => {
    const current = replicaSet('new', 5, 5, desired(5));
    expect(sizes(scalingStep(deployment(5, 0, 1), { current, old: [replicaSet('old', 2)] }))).toEqual(['old 0']);
  });

  test('the size annotations distinguish scaling from a rollout', () => {
    const generations = { current: replicaSet('new', 3, 3, desired(3)), old: [] };
    expect([isScaling(deployment(3, 0, 1), generations), isScaling(deployment(4, 0, 1), generations)]).toEqual([false, true]);
  });
});

describe('the hash of a template', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };

  test('the template hash is independent of field order', () => {
    const turned = { spec: { containers: [{ image: 'b', name: 'a' }] }, metadata: { labels: { app: 'web' } } };
    expect(templateHash(turned, undefined)).toBe(templateHash(template, undefined));
  });

  test('the template hash differs for each collision, in the alphabet of generated names', () => {
    const hashes = [undefined, 1, 2].map((count) => templateHash(template, count));
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(hash).toMatch(/^[bcdf4-9]{1,10}$/);
  });
});
