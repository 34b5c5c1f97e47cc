import { expect, test } from 'vitest';
import { readRule } from './read-policy.ts';
import { uncoveredRules } from './uncovered-rules.ts';

const uncovered = (owner: string[], servant: string[]) => uncoveredRules(owner.map(readRule), servant.map(readRule));

test('missing rules are listed per verb and resource', () => {
  expect(uncovered(['get core pods'], ['get,list core pods,services'])).toEqual(
    ['list core pods', 'get core services', 'list core services'].map(readRule),
  );
});

test.each<[string, string, string]>([
  ['everything', '* * *', 'get apps deployments=web'],
  ['itself', 'get core configmaps=a,b', 'get core configmaps=b'],
  ['a rule for all names', 'get core configmaps', 'get core configmaps=b'],
  ['a part of any resource', 'get core */log', 'get core pods/log'],
  ['a longer path', 'get /api/*', 'get /api/v1'],
])('a rule is covered by %s', (_, owner, servant) => {
  expect(uncovered([owner], [servant])).toEqual([]);
});

test.each<[string, string, string]>([
  ['some names', 'get core configmaps=a', 'get core configmaps'],
  ['other names', 'get core configmaps=a', 'get core configmaps=b'],
  ['another group', 'get apps pods', 'get core pods'],
  ['the resource without its part', 'get core pods', 'get core pods/log'],
  ['another path', 'get /healthz', 'get /livez'],
  ['resources', 'get * *', 'get /livez'],
])('a rule is not covered by %s', (_, owner, servant) => {
  expect(uncovered([owner], [servant])).toEqual([readRule(servant)]);
});
