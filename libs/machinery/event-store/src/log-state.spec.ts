import type { ObjectKey } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { LiveObject } from './live-object.ts';
import { LogState } from './log-state.ts';
import { podKey } from './testing/builders.ts';

const pods = { group: '', resource: 'pods' };

function stateOf(...keys: ObjectKey[]): LogState {
  const state = new LogState();
  for (const key of keys) change(state, key, 'created');
  return state;
}

function change(state: LogState, key: ObjectKey, what: 'created' | 'updated' | 'deleted'): void {
  const revision = state.revision + 1;
  const json = JSON.stringify({ metadata: { name: key.name, resourceVersion: String(revision) } });
  state.apply({ revision, at: 10 * revision, key, change: what }, new LiveObject({ key, revision, json }));
}

function names(listed: Iterable<LiveObject>): string[] {
  return [...listed].map(({ key }) => `${key.namespace}/${key.name}`);
}

describe('the state of the log', () => {
  const node = { group: '', resource: 'nodes', namespace: '', name: 'node-1' };

  test('a kind is listed by namespace and name, regardless of creation order', () => {
    const state = stateOf(podKey('b'), podKey('z', 'alpha'), podKey('a'), node, podKey('c', 'alpha'));
    expect(names(state.list(pods))).toEqual(['alpha/c', 'alpha/z', 'default/a', 'default/b']);
    expect(names(state.list({ ...pods, namespace: 'alpha' }))).toEqual(['alpha/c', 'alpha/z']);
    expect(names(state.list({ ...pods, namespace: 'nowhere' }))).toEqual([]);
    expect(names(state.list({ group: '', resource: 'nodes' }))).toEqual(['/node-1']);
    expect(names(state.list({ group: 'apps', resource: 'deployments' }))).toEqual([]);
  });

  test('the objects after any position are counted as the list yields them', () => {
    const state = stateOf(podKey('b'), podKey('z', 'alpha'), podKey('a'), node, podKey('c', 'alpha'), podKey('m', 'zeta'));
    const wrong = ['', 'alpha', 'beta', 'default', 'zeta'].flatMap((at) =>
      [undefined, 'alpha', 'default', 'nowhere', 'zeta'].flatMap((namespace) =>
        ['', 'a', 'b', 'c', 'd', 'z'].filter((name) => {
          const query = { ...pods, ...(namespace !== undefined && { namespace }), after: { namespace: at, name } };
          return state.countAfter(query) !== names(state.list(query)).length;
        }),
      ),
    );
    expect([wrong, state.countAfter({ ...pods, after: { namespace: 'alpha', name: 'c' } })]).toEqual([[], 4]);
  });

  test('readers share one immutable array of a kind until its next change', () => {
    const state = stateOf(podKey('b'), podKey('a'), podKey('c', 'other'));
    const all = state.all(pods);
    expect([names(all), state.all(pods) === all]).toEqual([['default/a', 'default/b', 'other/c'], true]);
    expect(names(state.all({ ...pods, namespace: 'other' }))).toEqual(['other/c']);
    change(state, podKey('a'), 'deleted');
    expect([names(all), names(state.all(pods))]).toEqual([
      ['default/a', 'default/b', 'other/c'],
      ['default/b', 'other/c'],
    ]);
    change(state, podKey('d'), 'created');
    expect(names(state.all({ ...pods, namespace: 'default' }))).toEqual(['default/b', 'default/d']);
    expect(names(state.all({ group: 'apps', resource: 'deployments' }))).toEqual([]);
  });

  test('a single read does not retain the parsed value', () => {
    const live = stateOf(podKey('a')).get(podKey('a'))!;
    expect(live.passing).toEqual({ metadata: { name: 'a', resourceVersion: '1' } });
    expect(live.passing).not.toBe(live.passing);
    const { object } = live;
    expect(live.passing).toBe(object);
  });

  test("a list continues after a page, even if the page's last object was deleted", () => {
    const state = stateOf(podKey('a'), podKey('b'), podKey('c'), podKey('d', 'other'));
    const after = { namespace: 'default', name: 'b' };
    expect(names(state.list({ ...pods, after }))).toEqual(['default/c', 'other/d']);
    expect(names(state.list({ ...pods, namespace: 'default', after }))).toEqual(['default/c']);
    change(state, podKey('b'), 'deleted');
    expect(names(state.list({ ...pods, after }))).toEqual(['default/c', 'other/d']);
    expect(names(state.list({ ...pods, after: { namespace: 'other', name: 'd' } }))).toEqual([]);
  });

  test('a state counts kinds and namespaces, and returns the newest revision of a kind', () => {
    const state = stateOf(podKey('a'), podKey('b', 'other'), node);
    change(state, podKey('a'), 'updated');
    change(state, podKey('b', 'other'), 'deleted');
    change(state, node, 'updated');
    expect([state.count(pods), state.count({ ...pods, namespace: 'other' }), state.count({ ...pods, namespace: 'default' })]).toEqual([
      1, 0, 1,
    ]);
    expect([state.revision, state.at, state.kindRevision('', 'pods'), state.kindRevision('', 'secrets')]).toEqual([6, 60, 5, 0]);
    expect(state.heads()).toEqual({ '/pods': 5, '/nodes': 6 });
  });

  test('an object is parsed once, at its first use, and frozen', () => {
    const live = stateOf(podKey('a')).get(podKey('a'))!;
    expect(live.object).toEqual({ metadata: { name: 'a', resourceVersion: '1' } });
    expect(live.object).toBe(live.object);
    expect(Object.isFrozen(live.object.metadata)).toBe(true);
  });

  test('a loosely held object is parsed at each use, with the same text', () => {
    const loose = stateOf(podKey('a')).get(podKey('a'))!.loose();
    expect(loose.object).toEqual({ metadata: { name: 'a', resourceVersion: '1' } });
    expect(loose.object).toBe(loose.object);
    expect([loose.revision, loose.json]).toEqual([1, '{"metadata":{"name":"a","resourceVersion":"1"}}']);
  });

  test('a state is unchanged by a round trip through a snapshot', () => {
    const state = stateOf(podKey('b'), podKey('a'), node, podKey('gone'));
    change(state, podKey('gone'), 'deleted');
    const snapshot = state.snapshot();
    expect(snapshot).toEqual({
      revision: 5,
      at: 50,
      kinds: { '/pods': 5, '/nodes': 3 },
      entries: [
        { key: podKey('a'), revision: 2, objectJson: '{"metadata":{"name":"a","resourceVersion":"2"}}' },
        { key: podKey('b'), revision: 1, objectJson: '{"metadata":{"name":"b","resourceVersion":"1"}}' },
        { key: node, revision: 3, objectJson: '{"metadata":{"name":"node-1","resourceVersion":"3"}}' },
      ],
    });
    expect(LogState.of(snapshot).snapshot()).toEqual(snapshot);
  });
});
