import { SeededRandom } from '@klockwork/kernel';
import type { GatewayListener, HttpBackendReference, HttpRoute, HttpRouteFilter, HttpRouteRule, Service } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { RoutedRequest, Routing } from '../http/routing.ts';
import { routeToBackend } from './route-to-backend.ts';

const LISTENER: GatewayListener = { name: 'http', port: 8080, protocol: 'HTTP' };
const SERVICE: Service = { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
const view = {
  service: (namespace: string, name: string) => (namespace === 'shop' && name.startsWith('web') ? SERVICE : undefined),
  random: new SeededRandom(7),
};

function routed(rule: HttpRouteRule, path = '/old/a'): Routing {
  const request: RoutedRequest = { scheme: 'http', host: 'a.example', method: 'GET', path, query: 'q=1', headers: [] };
  const route: HttpRoute = { metadata: { namespace: 'shop', name: 'r' }, spec: { rules: [rule] } };
  return routeToBackend({ request, port: 8080, listeners: [LISTENER], served: [{ listener: LISTENER, hosts: ['*'], route }], view });
}

const OLD = [{ path: { type: 'PathPrefix', value: '/old' } }];
const web = (more: Partial<HttpBackendReference> = {}): HttpRouteRule => ({
  matches: OLD,
  backendRefs: [{ name: 'web', port: 80, ...more }],
});
const filtered = (filter: HttpRouteFilter): HttpRouteRule => ({ ...web(), filters: [filter] });
const statusOf = (routing: Routing) => (routing.type === 'answer' ? routing.status : routing.port.service);

test.each<[string, HttpRouteRule, string | number]>([
  ['to a Service is passed on', web(), 'web'],
  ['to an unknown Service is answered by 500', web({ name: 'nothing' }), 500],
  ['to an unknown port is answered by 500', web({ port: 81 }), 500],
  ['to a Service of another namespace is answered by 500', web({ namespace: 'bank' }), 500],
  ['to another kind is answered by 500', web({ kind: 'Bucket' }), 500],
  ['without a backend is answered by 500', { matches: OLD }, 500],
  ['whose weights are zero is answered by 500', web({ weight: 0 }), 500],
  ['with an unknown filter is answered by 500', filtered({ type: 'ExtensionRef' }), 500],
  ['without a rule is answered by 404', { ...web(), matches: [{ path: { value: '/new' } }] }, 404],
])('a request %s', (_, rule, expected) => expect(statusOf(routed(rule))).toBe(expected));

test('backends are drawn by weight', () => {
  const backendRefs = [
    { name: 'web-a', port: 80, weight: 3 },
    { name: 'web-b', port: 80, weight: 1 },
    { name: 'web-c', port: 80, weight: 0 },
  ];
  const drawn = Array.from({ length: 400 }, () => statusOf(routed({ matches: OLD, backendRefs })));
  const count = (name: string) => drawn.filter((one) => one === name).length;
  expect([count('web-a') > 250, count('web-b') > 50, count('web-c')]).toEqual([true, true, 0]);
});

describe('a redirect', () => {
  test.each<[string, HttpRouteFilter['requestRedirect'], number, string]>([
    ['to HTTPS leaves out the default port', { scheme: 'https', statusCode: 301 }, 301, 'https://a.example/old/a?q=1'],
    ['keeps the port of the listener', {}, 302, 'http://a.example:8080/old/a?q=1'],
    ['names another host and port', { hostname: 'b.example', port: 9090 }, 302, 'http://b.example:9090/old/a?q=1'],
    [
      'replaces the matched prefix',
      { port: 80, path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new/' } },
      302,
      'http://a.example/new/a?q=1',
    ],
    ['replaces the path', { port: 80, path: { type: 'ReplaceFullPath', replaceFullPath: '/x' } }, 302, 'http://a.example/x?q=1'],
  ])('%s', (_, requestRedirect, status, location) => {
    const answer = { type: 'answer', status, headers: [['Location', location]], body: '' };
    expect(routed(filtered({ type: 'RequestRedirect', ...(requestRedirect && { requestRedirect }) }))).toEqual(answer);
  });
});

test('a rewrite changes path and host, and header filters of rule and backend come in order', () => {
  const set = [{ name: 'x', value: '1' }];
  const rule: HttpRouteRule = {
    matches: OLD,
    filters: [
      { type: 'URLRewrite', urlRewrite: { hostname: 'in.example', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
      { type: 'RequestHeaderModifier', requestHeaderModifier: { set } },
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['server'] } },
    ],
    backendRefs: [{ name: 'web', port: 80, filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { add: set } }] }],
  };
  expect(routed(rule)).toMatchObject({
    type: 'forward',
    changes: { path: '/a', host: 'in.example', requestHeaders: [{ set }, { add: set }], answerHeaders: [{ remove: ['server'] }] },
  });
});
