import { describe, expect, test } from 'vitest';
import { attach, commonHosts, coversHost, namesGateway } from './attachment.ts';
import type { Gateway, GatewayListener } from './gateway.ts';
import type { HttpRoute, ParentReference } from './http-route.ts';

const HTTP: GatewayListener = { name: 'http', port: 80, protocol: 'HTTP' };
const gateway = (...listeners: GatewayListener[]): Gateway => ({ metadata: { name: 'web', namespace: 'edge' }, spec: { listeners } });
const route = (namespace: string, ...hostnames: string[]): HttpRoute => ({ metadata: { name: 'shop', namespace }, spec: { hostnames } });
const labels = (namespace: string) => ({ team: namespace });
const selecting = (team: string): GatewayListener => ({
  ...HTTP,
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team } } } },
});

test.each<[string, ParentReference, boolean]>([
  ['the name and namespace', { name: 'web', namespace: 'edge' }, true],
  ['the name, from the namespace of the route', { name: 'web' }, false],
  ['another name', { name: 'other', namespace: 'edge' }, false],
  ['a Service', { name: 'web', namespace: 'edge', group: '', kind: 'Service' }, false],
])('a reference by %s names a Gateway or not', (_, reference, expected) => {
  expect(namesGateway(reference, route('shop'), gateway(HTTP))).toBe(expected);
});

describe('a route', () => {
  const all: GatewayListener = { ...HTTP, allowedRoutes: { namespaces: { from: 'All' } } };
  test.each<[string, HttpRoute, GatewayListener, ParentReference, readonly string[] | string]>([
    ['of the same namespace is served', route('edge'), HTTP, { name: 'web' }, ['*']],
    ['of another namespace is refused by default', route('shop'), HTTP, { name: 'web' }, 'NotAllowedByListeners'],
    ['of another namespace is served by All', route('shop'), all, { name: 'web' }, ['*']],
    ['of a selected namespace is served', route('shop'), selecting('shop'), { name: 'web' }, ['*']],
    ['of a namespace without the labels is refused', route('shop'), selecting('bank'), { name: 'web' }, 'NotAllowedByListeners'],
    ['of another section is refused', route('edge'), HTTP, { name: 'web', sectionName: 'https' }, 'NoMatchingParent'],
    ['of another port is refused', route('edge'), HTTP, { name: 'web', port: 8080 }, 'NoMatchingParent'],
    ['for TLS that passes through is refused', route('edge'), { ...HTTP, protocol: 'TLS' }, { name: 'web' }, 'NotAllowedByListeners'],
    [
      'of a kind that the listener leaves out is refused',
      route('edge'),
      { ...HTTP, allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } },
      { name: 'web' },
      'NotAllowedByListeners',
    ],
    [
      'without a common host is refused',
      route('edge', 'a.example'),
      { ...HTTP, hostname: 'b.example' },
      { name: 'web' },
      'NoMatchingListenerHostname',
    ],
  ])('%s', (_, route, listener, reference, expected) => {
    const { listeners, refusal } = attach(reference, route, gateway(listener), labels);
    expect(refusal?.reason ?? listeners.flatMap(({ hosts }) => hosts)).toEqual(expected);
  });
});

test.each<[string | undefined, string[], string[]]>([
  [undefined, [], ['*']],
  [undefined, ['a.example'], ['a.example']],
  ['*.example', [], ['*.example']],
  ['*.example', ['a.example', 'example', 'b.other'], ['a.example']],
  ['a.example', ['*.example'], ['a.example']],
  ['*.example', ['*.a.example'], ['*.a.example']],
])('a listener for %s and a route for %j have %j in common', (listener, hosts, expected) => {
  expect(commonHosts(listener, hosts)).toEqual(expected);
});

test.each<[string, string, boolean]>([
  ['*', 'a', true],
  ['*.example', 'a.b.example', true],
  ['*.example', 'example', false],
  ['*.example', 'xexample', false],
  ['a.example', 'b.example', false],
])('the pattern %s covers %s: %s', (pattern, host, expected) => {
  expect(coversHost(pattern, host)).toBe(expected);
});
