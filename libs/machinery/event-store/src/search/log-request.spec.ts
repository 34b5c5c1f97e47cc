import { allKinds } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { logRequest } from './log-request.ts';

const NOW = Date.parse('2026-01-02T12:00:00Z');
const request = (parameters: Readonly<Record<string, string>>) => logRequest(allKinds, (name) => parameters[name] ?? '', NOW);

test('a request without parameters covers the whole log', () => {
  expect(request({})).toEqual({ filter: {}, after: 0, follow: false });
});

test('every parameter is read', () => {
  expect(
    request({
      ...{ from: '12', tail: '5', cause: '7', follow: 'true', namespace: 'shop', kind: 'po,deploy', name: 'web-*', type: 'Pod*,Node*' },
      ...{ actor: 'kubectl', since: '10m', until: '2026-01-02T11:59:00Z' },
    }),
  ).toEqual({
    filter: {
      kinds: [
        { group: '', resource: 'pods' },
        { group: 'apps', resource: 'deployments' },
      ],
      namespace: 'shop',
      name: 'web-*',
      types: ['Pod*', 'Node*'],
      actors: ['kubectl'],
      since: NOW - 600_000,
      until: NOW - 60_000,
      causedBy: 7,
    },
    after: 11,
    tail: 5,
    follow: true,
  });
});

test('a single revision is both first and last of the search', () => {
  expect(request({ revision: '12' })).toEqual({ filter: {}, after: 11, through: 12, follow: false });
});

test.each([
  [{ object: 'pods/web' }, { group: '', resource: 'pods', namespace: 'default', name: 'web' }],
  [
    { object: 'po/web', namespace: 'shop' },
    { group: '', resource: 'pods', namespace: 'shop', name: 'web' },
  ],
  [{ object: 'deployments.apps/shop/web' }, { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }],
  [{ object: 'Deployment.v1.apps/web' }, { group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' }],
  [{ object: 'no/node-1' }, { group: '', resource: 'nodes', namespace: '', name: 'node-1' }],
])('%j names an object', (parameters, key) => {
  expect(request(parameters)).toEqual({ filter: { key }, after: 0, follow: false });
});

test.each([
  [{ object: 'foo' }, 'object must be a resource and a name such as pods/web, not "foo"'],
  [{ object: 'a/b/c/d' }, 'object must be a resource and a name such as pods/web, not "a/b/c/d"'],
  [{ object: 'gadgets/web' }, 'the server doesn\'t have a resource type "gadgets"'],
  [{ kind: 'po,gadgets' }, 'the server doesn\'t have a resource type "gadgets"'],
  [{ since: 'soon' }, 'since must be how long ago, as 10m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z, not "soon"'],
  [{ from: '-1' }, 'from must be a revision, not "-1"'],
  [{ tail: 'x' }, 'tail must be a number, not "x"'],
  [{ cause: '1.5' }, 'cause must be a revision, not "1.5"'],
])('%j is rejected with a sentence', (parameters, problem) => {
  expect(request(parameters)).toEqual({ problem });
});
