import type { Ingress } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ingressRoute } from './ingress-route.ts';

const to = (name: string) => ({ service: { name, port: { number: 80 } } });
const path = (pathType: string, at: string, name: string) => ({ path: at, pathType, backend: to(name) });
const anIngress = (name: string, spec: Ingress['spec'], minute = 0): Ingress => ({
  metadata: { namespace: 'shop', name, creationTimestamp: `2026-01-01T00:0${minute}:00Z` },
  spec,
});

const shop = anIngress('shop', {
  defaultBackend: to('fallback'),
  rules: [
    {
      host: 'shop.example',
      http: {
        paths: [path('Prefix', '/', 'all'), path('Prefix', '/a/b/', 'deep'), path('Exact', '/a', 'exact'), path('Prefix', '/a', 'a')],
      },
    },
    { host: '*.shop.example', http: { paths: [path('ImplementationSpecific', '/api', 'wild')] } },
    { host: 'empty.example' },
  ],
});
const young = anIngress('young', { rules: [{ host: 'shop.example', http: { paths: [path('Prefix', '/', 'late')] } }] }, 1);
const anyHost = anIngress('any', { rules: [{ http: { paths: [path('Prefix', '/', 'any')] } }] });
const catchAll = anIngress('catch-all', { defaultBackend: to('catch-all') }, 2);

test.each<[string, string, string | undefined, Ingress[]]>([
  ['shop.example', '/', 'all', [young, shop]],
  ['shop.example', '/x', 'all', [shop]],
  ['shop.example', '/a', 'exact', [shop]],
  ['shop.example', '/a/', 'a', [shop]],
  ['shop.example', '/ab', 'all', [shop]],
  ['shop.example', '/a/b', 'deep', [shop]],
  ['shop.example', '/a/b/c', 'deep', [shop]],
  ['api.shop.example', '/api/v1', 'wild', [shop, anyHost]],
  ['api.shop.example', '/', 'fallback', [shop, anyHost]],
  ['a.b.shop.example', '/api', 'any', [shop, anyHost]],
  ['empty.example', '/', 'fallback', [shop]],
  ['other.example', '/', 'any', [shop, anyHost]],
  ['other.example', '/', undefined, [shop]],
  ['other.example', '/', 'catch-all', [shop, catchAll]],
  ['localhost', '/', 'any', [anyHost, catchAll]],
])('a request to %s%s leads to %s', (host, at, name, ingresses) => {
  expect(ingressRoute(host, at, ingresses)?.backend.service?.name).toBe(name);
});
