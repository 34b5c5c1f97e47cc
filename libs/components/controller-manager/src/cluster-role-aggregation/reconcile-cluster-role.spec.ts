import { NOTHING } from '@klockwork/controller-runtime';
import type { ClusterRole, PolicyRule } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileClusterRole } from './reconcile-cluster-role.ts';

const GET = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const LIST = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };
const WATCH = { apiGroups: [''], resources: ['pods'], verbs: ['watch'] };

const aRole = (name: string, team: string, ...rules: PolicyRule[]): ClusterRole => ({ metadata: { name, labels: { team } }, rules });
const gathering = (rules: PolicyRule[], ...teams: string[]): ClusterRole => ({
  ...aRole('all', 'a', ...rules),
  aggregationRule: { clusterRoleSelectors: teams.map((team) => ({ matchLabels: { team } })) },
});
/** The rules that the role is given; undefined when it is left as it is. */
const given = (role: ClusterRole, ...others: ClusterRole[]) => {
  const { stages } = reconcileClusterRole(role, [role, ...others]);
  return stages.flat().map((action) => (action as { object: ClusterRole }).object.rules)[0];
};

test('a role gets the rules of those it gathers, each once, by their names, without its own', () => {
  expect(given(gathering([WATCH], 'a'), aRole('c', 'a', GET, LIST), aRole('b', 'a', LIST), aRole('d', 'b', WATCH))).toEqual([LIST, GET]);
});

test('what it gathers comes in the order in which it says it', () => {
  expect(given(gathering([], 'b', 'a'), aRole('x', 'a', GET), aRole('y', 'b', LIST))).toEqual([LIST, GET]);
});

test('a role that has them already, or gathers nothing, is left alone', () => {
  expect(reconcileClusterRole(gathering([GET], 'a'), [aRole('b', 'a', GET)])).toBe(NOTHING);
  expect(reconcileClusterRole(gathering([], 'a'), [])).toBe(NOTHING);
  expect(reconcileClusterRole(aRole('b', 'a', GET), [aRole('c', 'a', LIST)])).toBe(NOTHING);
});

test('a role whose last one went is left with nothing', () => {
  expect(given(gathering([GET], 'a'))).toEqual([]);
});
