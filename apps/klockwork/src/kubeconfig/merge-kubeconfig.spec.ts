import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { mergeKubeconfig, removeFromKubeconfig } from './merge-kubeconfig.ts';

const LAB = `apiVersion: v1
kind: Config
clusters:
- name: klockwork
  cluster: {server: https://127.0.0.1:6443, certificate-authority-data: QQ==}
users:
- name: klockwork-admin
  user: {token: t}
contexts:
- name: klockwork
  context: {cluster: klockwork, user: klockwork-admin}
current-context: klockwork
`;

const OTHER = `apiVersion: v1
kind: Config
# the cluster at work
clusters:
- name: work
  cluster:
    server: https://work.example
contexts:
- name: work
  context:
    cluster: work
    user: me
    namespace: shop
users:
- name: me
  user:
    exec: {command: login, apiVersion: client.authentication.k8s.io/v1}
current-context: work
`;

test('entries and comments of others stay, and the lab becomes the current context', () => {
  const merged = mergeKubeconfig(OTHER, LAB, 'klockwork');
  expect(merged).toContain('# the cluster at work');
  expect(parse(merged)).toEqual({
    ...parse(OTHER),
    clusters: [...parse(OTHER).clusters, ...parse(LAB).clusters],
    users: [...parse(OTHER).users, ...parse(LAB).users],
    contexts: [...parse(OTHER).contexts, ...parse(LAB).contexts],
    'current-context': 'klockwork',
  });
});

test('a second merge replaces the first', () => {
  const moved = LAB.replace('6443', '7443');
  expect(parse(mergeKubeconfig(mergeKubeconfig(OTHER, LAB, 'klockwork'), moved, 'klockwork'))).toEqual(
    parse(mergeKubeconfig(OTHER, moved, 'klockwork')),
  );
});

test('two labs stand side by side under two names', () => {
  const both = parse(mergeKubeconfig(mergeKubeconfig('', LAB, 'one'), LAB.replace('6443', '7443'), 'two'));
  expect(both.contexts).toEqual([
    { name: 'one', context: { cluster: 'one', user: 'one-admin' } },
    { name: 'two', context: { cluster: 'two', user: 'two-admin' } },
  ]);
  expect(both.clusters.map(({ name }: { name: string }) => name)).toEqual(['one', 'two']);
  expect(both.users.map(({ name }: { name: string }) => name)).toEqual(['one-admin', 'two-admin']);
  expect(both['current-context']).toBe('two');
});

test('an empty file becomes a kubeconfig', () => {
  expect(parse(mergeKubeconfig('', LAB, 'klockwork'))).toEqual(parse(LAB));
});

test('the merged entries are removed, and no others', () => {
  const removed = removeFromKubeconfig(mergeKubeconfig(OTHER, LAB, 'klockwork'), LAB, 'klockwork');
  expect(parse(removed as string)).toEqual({ ...parse(OTHER), 'current-context': '' });
  expect(removeFromKubeconfig(OTHER, LAB, 'klockwork')).toBeUndefined();
});

test('a current context of another stays when the lab is removed', () => {
  const merged = mergeKubeconfig(OTHER, LAB, 'klockwork').replace('current-context: klockwork', 'current-context: work');
  expect(parse(removeFromKubeconfig(merged, LAB, 'klockwork') as string)).toEqual(parse(OTHER));
});

test.each([
  ['- a', 'is no kubeconfig'],
  ['clusters: {a: b}', 'is no kubeconfig: clusters is no list'],
  ['a: "b', /^is no YAML: /],
])('%j is refused', (text, problem) => {
  expect(() => mergeKubeconfig(text, LAB, 'klockwork')).toThrow(problem);
});
