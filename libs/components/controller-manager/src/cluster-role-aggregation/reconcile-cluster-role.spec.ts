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
/** Rules written to the role; undefined without a write. */
const given = (role: ClusterRole, ...others: ClusterRole[]) => {
  const { stages } = reconcileClusterRole(role, [role, ...others]);
  return stages.flat().map((action) => (action as { object: ClusterRole }).object.rules)[0];
};

test('an aggregating role gets the rules of selected roles, each once, by role name, without its own', () => {
  expect(given(gathering([WATCH], 'a'), aRole('c', 'a', GET, LIST), aRole('b', 'a', LIST), aRole('d', 'b', WATCH))).toEqual([LIST, GET]);
});

test("rules follow the order of the role's selectors", () => {
  expect(given(gathering([], 'b', 'a'), aRole('x', 'a', GET), aRole('y', 'b', LIST))).toEqual([LIST, GET]);
});

test('a role that has them already, or gathers nothing, is left alone', () => {
  expect(reconcileClusterRole(gathering([GET], 'a'), [aRole('b', 'a', GET)])).toBe(NOTHING);
  expect(reconcileClusterRole(gathering([], 'a'), [])).toBe(NOTHING);
  expect(reconcileClusterRole(aRole('b', 'a', GET), [aRole('c', 'a', LIST)])).toBe(NOTHING);
});

test('a role without selected roles ends with no rules', () => {
  expect(given(gathering([GET], 'a'))).toEqual([]);
});
