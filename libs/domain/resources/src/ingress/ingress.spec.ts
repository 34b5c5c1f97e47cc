import { describe, expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { ingressKind } from './ingress.kind.ts';
import type { Ingress } from './ingress.ts';

const BACKEND = { service: { name: 'web', port: { number: 80 } } };

function anIngress(spec: object = {}, annotations?: Record<string, string>): Ingress {
  const rules = [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: BACKEND }] } }];
  return { metadata: { name: 'shop', namespace: 'default', ...(annotations && { annotations }) }, spec: { rules, ...spec } } as Ingress;
}

const onePath = (path: object) => ({ rules: [{ http: { paths: [{ backend: BACKEND, ...path }] } }] });

describe('an Ingress is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'without rules and backend',
      { rules: undefined },
      ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    ],
    ['with rules and paths that are empty', { rules: [{ http: { paths: [] } }] }, ['spec.rules[0].http.paths: Required value']],
    [
      'with an address as host',
      { rules: [{ host: '10.0.0.1' }] },
      ['spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'],
    ],
    [
      'with a misplaced wildcard',
      { rules: [{ host: 'a.*.com' }], tls: [{ hosts: ['*.com', 'f*.com'] }] },
      [
        "spec.rules[0].host: Invalid value: \"a.*.com\": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        "spec.tls[0].hosts[1]: Invalid value: \"f*.com\": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    ['without a path type', onePath({ path: '/' }), ['spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified']],
    [
      'with an unknown path type',
      onePath({ path: '/', pathType: 'Regex' }),
      ['spec.rules[0].http.paths[0].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"'],
    ],
    [
      'with a path that contains ..',
      onePath({ path: 'a//b/..', pathType: 'Exact' }),
      [
        'spec.rules[0].http.paths[0].path: Invalid value: "a//b/..": must be an absolute path',
        'spec.rules[0].http.paths[0].path: Invalid value: "a//b/..": must not contain \'//\'',
        'spec.rules[0].http.paths[0].path: Invalid value: "a//b/..": cannot end with \'/..\'',
      ],
    ],
    [
      'with a relative path',
      onePath({ path: 'a', pathType: 'ImplementationSpecific' }),
      ['spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path'],
    ],
    ['without a backend', { defaultBackend: {} }, ['spec.defaultBackend: Invalid value: "": resource or service backend is required']],
    [
      'with two backends in the same place',
      { defaultBackend: { ...BACKEND, resource: { kind: 'Bucket', name: 'b' } } },
      ['spec.defaultBackend: Invalid value: "": cannot set both resource and service backends'],
    ],
    [
      'with a resource that has no name',
      { defaultBackend: { resource: { apiGroup: 'A', kind: 'a/b' } } },
      [
        "spec.defaultBackend.resource.apiGroup: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        'spec.defaultBackend.resource.kind: Invalid value: "a/b": may not contain \'/\'',
        'spec.defaultBackend.resource.name: Required value',
      ],
    ],
    [
      'with a Service that has no port',
      { defaultBackend: { service: {} } },
      ['spec.defaultBackend.service.name: Required value', 'spec.defaultBackend: Required value: port name or number is required'],
    ],
    [
      'with both name and number of a port',
      { defaultBackend: { service: { name: 'web', port: { name: 'http', number: 80 } } } },
      ['spec.defaultBackend: Invalid value: "": cannot set both port name & port number'],
    ],
    [
      'with an invalid port',
      { defaultBackend: { service: { name: 'web', port: { number: 70_000 } } } },
      ['spec.defaultBackend.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
  ])('an Ingress is refused %s', (_, spec, expected) => {
    expect(tryCreate(ingressKind, anIngress(spec)).errors).toEqual(expected);
  });

  test('a new Ingress with different classes in annotation and field is refused, an existing one accepted', () => {
    const both = anIngress({ ingressClassName: 'nginx' }, { 'kubernetes.io/ingress.class': 'haproxy' });
    expect(tryCreate(ingressKind, both).errors).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "haproxy": must match `ingressClassName` when both are specified',
    ]);
    expect(tryUpdate(ingressKind, build(both), () => {}).errors).toEqual([]);
  });
});

test('a new Ingress has no status of its own and a first generation; the old annotation is warned of', () => {
  const body = {
    ...anIngress({}, { 'kubernetes.io/ingress.class': 'nginx' }),
    status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
  };
  const { object, errors, warnings } = tryCreate(ingressKind, body);
  expect([object.metadata?.generation, object.status, errors]).toEqual([1, { loadBalancer: {} }, []]);
  expect(warnings).toEqual([`annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`]);
});

test('a spec change increments the generation, a label change does not', () => {
  const stored = build<Ingress>({ ...anIngress(), metadata: { name: 'shop', namespace: 'default', generation: 1 } });
  const { object } = tryUpdate(ingressKind, stored, (draft) => {
    draft.spec = { defaultBackend: BACKEND };
  });
  const labelled = tryUpdate(ingressKind, stored, (draft) => {
    draft.metadata = { ...draft.metadata, labels: { a: 'b' } };
  });
  expect([object.metadata?.generation, labelled.object.metadata?.generation]).toEqual([2, 1]);
});

test('a status with addresses and names in wrong fields is refused', () => {
  const next = { ...build(anIngress()), status: { loadBalancer: { ingress: [{ ip: 'web' }, { hostname: '10.0.0.1' }] } } };
  const errors = ingressKind.status?.validateUpdate(next, build(anIngress())).map(({ field, message }) => `${field}: ${message}`);
  expect(errors).toEqual([
    'status.loadBalancer.ingress[0].ip: Invalid value: "web": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    'status.loadBalancer.ingress[1].hostname: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
  ]);
});

test.each<[string, object, object]>([
  ['of one host', {}, { Class: '<none>', Hosts: 'shop.example.com', Address: '', Ports: '80' }],
  [
    'of many hosts with TLS',
    { ingressClassName: 'nginx', rules: ['a', 'b', '', 'c', 'd', 'e'].map((host) => ({ host })), tls: [{}] },
    { Class: 'nginx', Hosts: 'a,b,c + 3 more...', Ports: '80, 443' },
  ],
  ['of all hosts', { rules: [{}] }, { Hosts: '*' }],
  ['with a host of many rules', { rules: ['a', 'b', 'c', 'c'].map((host) => ({ host })) }, { Hosts: 'a,b,c + 1 more...' }],
  ['of as many rules as are shown', { rules: ['', 'a', 'a', 'a'].map((host) => ({ host })) }, { Hosts: 'a,a,a' }],
])('kubectl get ingresses prints an Ingress %s', (_, spec, row) => {
  expect(rowOf(ingressKind, anIngress(spec), 0)).toMatchObject(row);
});
