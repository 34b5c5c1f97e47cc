import type { GatewayListener, HttpRoute, HttpRouteMatch } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { RoutedRequest } from '../http/routing.ts';
import { chooseRule, type ServedRoute } from './choose-rule.ts';

const ALL: GatewayListener = { name: 'all', port: 80, protocol: 'HTTP' };
const SHOP: GatewayListener = { ...ALL, name: 'shop', hostname: '*.shop.example' };

function request(text: string, headers: RoutedRequest['headers'] = []): RoutedRequest {
  const [, host = '', path = '', query = ''] = /^([^/]+)([^?]*)\??(.*)$/.exec(text) ?? [];
  return { scheme: 'http', host, method: 'GET', path, query, headers };
}

/** Returns a route with a rule for each match, served by a listener. */
function served(name: string, matches: readonly HttpRouteMatch[], { hosts = ['*'], listener = ALL, createdAt = 1 } = {}): ServedRoute {
  const route: HttpRoute = {
    metadata: { namespace: 'shop', name, creationTimestamp: `2026-01-0${createdAt}T00:00:00Z` },
    spec: { rules: matches.map((match, index) => ({ matches: [match], backendRefs: [{ name: `${name}-${index}`, port: 80 }] })) },
  };
  return { listener, hosts, route };
}

function backendOf(asked: RoutedRequest, all: readonly ServedRoute[]): string | undefined {
  return chooseRule(asked, [ALL, SHOP], all)?.rule.backendRefs?.[0]?.name;
}

describe('one route', () => {
  const prefix = (value: string): HttpRouteMatch => ({ path: { type: 'PathPrefix', value } });
  test.each<[string, readonly HttpRouteMatch[], RoutedRequest, string | undefined]>([
    ['a rule without conditions matches each path', [{}], request('a/any'), 'r-0'],
    ['a prefix matches whole elements', [prefix('/api')], request('a/apis'), undefined],
    ['a prefix with a slash at its end matches without', [prefix('/api/')], request('a/api'), 'r-0'],
    ['the longer prefix wins', [prefix('/'), prefix('/api')], request('a/api/x'), 'r-1'],
    ['an exact path wins over prefixes', [prefix('/api/v1'), { path: { type: 'Exact', value: '/api' } }], request('a/api'), 'r-1'],
    ['a method is a condition', [{ method: 'POST' }], request('a/'), undefined],
    ['a rule with a method wins', [{}, { method: 'GET' }], request('a/'), 'r-1'],
    ['a header matches by its name in any case', [{ headers: [{ name: 'X-Tier', value: 'b' }] }], request('a/', [['x-tier', 'b']]), 'r-0'],
    ['another value of a header does not match', [{ headers: [{ name: 'x', value: 'b' }] }], request('a/', [['x', 'c']]), undefined],
    ['more headers win', [{ method: 'GET' }, { method: 'GET', headers: [{ name: 'x', value: '1' }] }], request('a/', [['x', '1']]), 'r-1'],
    ['a query parameter is decoded', [{ queryParams: [{ name: 'q', value: 'a b' }] }], request('a/?p=1&q=a%20b'), 'r-0'],
    ['a regular expression never matches', [{ path: { type: 'RegularExpression', value: '/.*' } }], request('a/'), undefined],
    ['of equal matches the first rule wins', [prefix('/'), prefix('/')], request('a/'), 'r-0'],
  ])('%s', (_, matches, asked, expected) => expect(backendOf(asked, [served('r', matches)])).toBe(expected));
});

test.each<[string, readonly ServedRoute[], string]>([
  ['the narrower host wins', [served('wild', [{}], { hosts: ['*.example'] }), served('exact', [{}], { hosts: ['a.example'] })], 'exact-0'],
  ['the older of two equal routes wins', [served('a', [{}], { createdAt: 2 }), served('b', [{}], { createdAt: 1 })], 'b-0'],
  ['the name decides between routes of one second', [served('b', [{}]), served('a', [{}])], 'a-0'],
])('two routes: %s', (_, all, expected) => expect(backendOf(request('a.example/'), all)).toBe(expected));

test('a request belongs to the listener with the most specific host alone', () => {
  const all = [served('everywhere', [{}]), served('shop', [{ path: { value: '/cart' } }], { listener: SHOP, hosts: ['*.shop.example'] })];
  expect(backendOf(request('a.shop.example/cart'), all)).toBe('shop-0');
  expect(backendOf(request('a.shop.example/'), all)).toBeUndefined();
  expect(backendOf(request('other.example/'), all)).toBe('everywhere-0');
});
