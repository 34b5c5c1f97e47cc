import type { Plan } from '@klockwork/controller-runtime';
import {
  type Gateway,
  type GatewayListener,
  gatewayResources,
  type HttpRoute,
  type HttpRouteRule,
  type Service,
} from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { gatewayAddress } from './gateway-address.ts';
import { reconcileGateway, reconcileGatewayClass } from './reconcile-gateway.ts';
import { reconcileHttpRoute } from './reconcile-http-route.ts';

const NOW = Date.UTC(2026, 0, 1);
const HTTP: GatewayListener = { name: 'http', port: 80, protocol: 'HTTP' };
const HTTPS: GatewayListener = { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'web-tls' }] } };
const metadata = { namespace: 'shop', name: 'web', uid: 'g', generation: 2 };
const gatewayOf = (...listeners: GatewayListener[]): Gateway => ({ metadata, spec: { gatewayClassName: 'lab', listeners } });
const SERVICE: Service = { metadata: { namespace: 'shop', name: 'web' }, spec: { ports: [{ port: 80 }] } };
const labels = () => ({});

// biome-ignore lint/suspicious/noExplicitAny: tests read statuses of several kinds
function statusIn(plan: Plan): any {
  const [action] = plan.stages.flat();
  return action?.type === 'patch' ? (action.patch.body as { status: unknown }).status : undefined;
}

function reconciled(gateway: Gateway, routes: readonly HttpRoute[] = [], hasSecret = true) {
  const view = { resource: gatewayResources.gateways, gateway, gateways: [gateway], routes, labels, hasSecret: () => hasSecret };
  return reconcileGateway(view, NOW);
}

/** Returns `Type=Status Reason` of each condition. */
const conditionsOf = (conditions: readonly { type: string; status: string; reason: string }[]) =>
  conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`);

test('a class of the router is accepted once', () => {
  const plan = reconcileGatewayClass({ metadata: { name: 'lab', uid: 'c', generation: 1 } }, gatewayResources.gatewayClasses, NOW);
  const condition = { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'Valid GatewayClass' };
  const { conditions } = statusIn(plan);
  expect(conditions).toEqual([{ ...condition, observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:00Z' }]);
  const accepted = { metadata: { name: 'lab', uid: 'c', generation: 1 }, status: { conditions } };
  expect(reconcileGatewayClass(accepted, gatewayResources.gatewayClasses, NOW + 1_000).stages).toEqual([]);
});

describe('a Gateway', () => {
  test('gets an address, conditions and the number of its routes, once', () => {
    const route: HttpRoute = { metadata: { namespace: 'shop', name: 'r' }, spec: { parentRefs: [{ name: 'web' }] } };
    const status = statusIn(reconciled(gatewayOf(HTTP), [route]));
    expect(status.addresses).toEqual([{ type: 'IPAddress', value: '127.112.0.1' }]);
    expect(conditionsOf(status.conditions)).toEqual(['Accepted=True Accepted', 'Programmed=True Programmed']);
    const [listener] = status.listeners;
    expect([listener.name, listener.attachedRoutes, listener.supportedKinds]).toEqual([
      'http',
      1,
      [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
    ]);
    expect(reconciled({ ...gatewayOf(HTTP), status }, [route]).stages).toEqual([]);
  });

  test.each<[string, GatewayListener, boolean, string[]]>([
    ['of HTTP is programmed', HTTP, true, ['Accepted=True Accepted', 'Programmed=True Programmed', 'ResolvedRefs=True ResolvedRefs']],
    ['of HTTPS is programmed', HTTPS, true, ['Accepted=True Accepted', 'Programmed=True Programmed', 'ResolvedRefs=True ResolvedRefs']],
    [
      'without its Secret is not programmed',
      HTTPS,
      false,
      ['Accepted=True Accepted', 'Programmed=False Invalid', 'ResolvedRefs=False InvalidCertificateRef'],
    ],
    [
      'of another protocol is refused',
      { ...HTTP, protocol: 'TCP' },
      true,
      ['Accepted=False UnsupportedProtocol', 'Programmed=False Invalid', 'ResolvedRefs=True ResolvedRefs'],
    ],
  ])('with a listener %s', (_, listener, hasSecret, expected) => {
    const status = statusIn(reconciled(gatewayOf(listener), [], hasSecret));
    expect(conditionsOf(status.listeners[0].conditions)).toEqual(expected);
    const isValid = expected.every((text) => text.includes('=True'));
    expect(status.conditions[0].reason).toBe(isValid ? 'Accepted' : 'ListenersNotValid');
  });
});

test('Gateways keep their address, and get the lowest free one', () => {
  const at = (uid: string, value?: string): Gateway => ({
    metadata: { uid },
    status: { addresses: value === undefined ? [] : [{ value }] },
  });
  const others = [at('a', '127.112.0.1'), at('b', '127.112.0.3')];
  expect(gatewayAddress(at('c'), others)).toBe('127.112.0.2');
  expect(gatewayAddress(at('b', '127.112.0.3'), others)).toBe('127.112.0.3');
  expect(gatewayAddress(at('d', '127.112.0.1'), others)).toBe('127.112.0.2');
});

describe('an HTTPRoute', () => {
  const web = { name: 'web', port: 80 };
  function parentOf(rule: HttpRouteRule, hostnames: readonly string[] = [], name = 'web') {
    const route: HttpRoute = { metadata: { namespace: 'shop', name: 'r' }, spec: { parentRefs: [{ name }], hostnames, rules: [rule] } };
    const service = (_: string, name: string) => (name === 'web' ? SERVICE : undefined);
    const gateways = [gatewayOf({ ...HTTP, hostname: '*.example' })];
    return statusIn(reconcileHttpRoute({ resource: gatewayResources.httpRoutes, route, gateways, labels, service }, NOW))?.parents[0];
  }

  test.each<[string, HttpRouteRule, string[]]>([
    ['to a Service', { backendRefs: [web] }, ['Accepted=True Accepted', 'ResolvedRefs=True ResolvedRefs']],
    ['to no Service', { backendRefs: [{ name: 'x', port: 80 }] }, ['Accepted=True Accepted', 'ResolvedRefs=False BackendNotFound']],
    ['to no port', { backendRefs: [{ ...web, port: 81 }] }, ['Accepted=True Accepted', 'ResolvedRefs=False BackendNotFound']],
    [
      'to another namespace',
      { backendRefs: [{ ...web, namespace: 'b' }] },
      ['Accepted=True Accepted', 'ResolvedRefs=False RefNotPermitted'],
    ],
    ['to another kind', { backendRefs: [{ ...web, kind: 'Bucket' }] }, ['Accepted=True Accepted', 'ResolvedRefs=False InvalidKind']],
    [
      'with an unknown filter',
      { filters: [{ type: 'RequestMirror' }], backendRefs: [web] },
      ['Accepted=False UnsupportedValue', 'ResolvedRefs=True ResolvedRefs'],
    ],
    [
      'with a regular expression',
      { matches: [{ path: { type: 'RegularExpression', value: '.*' } }], backendRefs: [web] },
      ['Accepted=False UnsupportedValue', 'ResolvedRefs=True ResolvedRefs'],
    ],
  ])('%s has conditions', (_, rule, expected) => {
    const { controllerName, parentRef, conditions } = parentOf(rule);
    expect([controllerName, parentRef]).toEqual(['klockwork.dev/gateway-controller', { name: 'web' }]);
    expect(conditionsOf(conditions)).toEqual(expected);
  });

  test('without a common host is refused, and one of another Gateway is left alone', () => {
    const { conditions } = parentOf({ backendRefs: [web] }, ['a.other']);
    expect(conditions[0]).toMatchObject({ type: 'Accepted', status: 'False', reason: 'NoMatchingListenerHostname' });
    expect(parentOf({ backendRefs: [web] }, [], 'other')).toBeUndefined();
  });

  test('entries of other controllers stay', () => {
    const other = { parentRef: { name: 'web' }, controllerName: 'example.com/other', conditions: [] };
    const route: HttpRoute = {
      metadata: { namespace: 'shop', name: 'r' },
      spec: { parentRefs: [{ name: 'web' }] },
      status: { parents: [other] },
    };
    const view = { resource: gatewayResources.httpRoutes, route, gateways: [gatewayOf(HTTP)], labels, service: () => SERVICE };
    expect(statusIn(reconcileHttpRoute(view, NOW)).parents.map(({ controllerName }: { controllerName: string }) => controllerName)).toEqual(
      ['example.com/other', 'klockwork.dev/gateway-controller'],
    );
  });
});
