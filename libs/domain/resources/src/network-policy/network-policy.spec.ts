import { describe, expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { networkPolicyKind } from './network-policy.kind.ts';
import type { NetworkPolicy } from './network-policy.ts';

function aPolicy(spec: object = {}): NetworkPolicy {
  return { metadata: { name: 'deny', namespace: 'default' }, spec: { podSelector: {}, ...spec } };
}

const from = (...peers: object[]) => ({ ingress: [{ from: peers }] });
const to = (...ports: object[]) => ({ egress: [{ ports }] });

test('a policy covers ingress by default, egress with a rule, and TCP ports', () => {
  const { object, errors } = tryCreate(networkPolicyKind, aPolicy(to({ port: 53 })));
  expect(errors).toEqual([]);
  expect(object).toEqual({
    metadata: { name: 'deny', namespace: 'default', generation: 1 },
    spec: { podSelector: {}, egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }], policyTypes: ['Ingress', 'Egress'] },
  });
  expect(tryCreate(networkPolicyKind, { metadata: { name: 'all', namespace: 'default' } }).object.spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
  });
});

describe('a policy is refused', () => {
  test.each<[string, object, string[]]>([
    ['with an empty peer', from({}), ['spec.ingress[0].from[0]: Required value: must specify a peer']],
    [
      'with two kinds of peer at once',
      from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
      ['spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer'],
    ],
    [
      'with an invalid selector',
      from({ namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }),
      ['spec.ingress[0].from[0].namespaceSelector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator'],
    ],
    [
      'with an invalid label value',
      from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', '-'] }] } }),
      [
        "spec.ingress[0].from[0].podSelector.matchExpressions[0].values[1]: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      ],
    ],
    ['without a network', from({ ipBlock: {} }), ['spec.ingress[0].from[0].ipBlock.cidr: Required value']],
    [
      'with an invalid network',
      from({ ipBlock: { cidr: '10.0.0.0' } }),
      ['spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
    [
      'with exceptions outside the network',
      from({ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.1.0/24', '10.0.0.0/16', '10.1.0.0/24', 'x'] } }),
      [
        'spec.ingress[0].from[0].ipBlock.except[1]: Invalid value: "10.0.0.0/16": must be a strict subset of `cidr`',
        'spec.ingress[0].from[0].ipBlock.except[2]: Invalid value: "10.1.0.0/24": must be a strict subset of `cidr`',
        'spec.ingress[0].from[0].ipBlock.except[3]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      'with invalid ports',
      to({ protocol: 'ICMP' }, { port: 0 }, { port: 80, endPort: 79 }, { port: 'http', endPort: 80 }, { endPort: 80 }, { port: '-' }),
      [
        'spec.egress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
        'spec.egress[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.egress[0].ports[2].endPort: Invalid value: 79: must be greater than or equal to `port`',
        'spec.egress[0].ports[3].endPort: Invalid value: 80: may not be specified when `port` is non-numeric',
        'spec.egress[0].ports[4].endPort: Invalid value: 80: may not be specified when `port` is not specified',
        'spec.egress[0].ports[5].port: Invalid value: "-": must contain at least one letter (a-z)',
        'spec.egress[0].ports[5].port: Invalid value: "-": must not begin or end with a hyphen',
      ],
    ],
    [
      'with unknown types',
      { policyTypes: ['Ingress', 'Sideways'] },
      ['spec.policyTypes[1]: Unsupported value: "Sideways": supported values: "Ingress", "Egress"'],
    ],
    [
      'with too many types',
      { policyTypes: ['Ingress', 'Egress', 'Ingress'] },
      ['spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes'],
    ],
  ])('a policy is refused %s', (_, spec, expected) => {
    expect(tryCreate(networkPolicyKind, aPolicy(spec)).errors).toEqual(expected);
  });
});

test('nonstandard networks cause a warning', () => {
  const cidrs = ['10.1.2.3/16', '010.0.0.0/8', '2001:DB8::/32', '::ffff:10.0.0.0/104', '10.0.0.0/8', '10.0.0.0/08'];
  const { warnings } = tryCreate(networkPolicyKind, aPolicy(from(...cidrs.map((cidr) => ({ ipBlock: { cidr, except: [] } })))));
  const at = (index: number) => `spec.ingress[0].from[${index}].ipBlock.cidr`;
  expect(warnings).toEqual([
    `${at(0)}: CIDR value "10.1.2.3/16" is ambiguous in this context (should be "10.1.0.0/16" or "10.1.2.3/32"?)`,
    `${at(1)}: non-standard CIDR value "010.0.0.0/8" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"`,
    `${at(2)}: IPv6 CIDR value "2001:DB8::/32" should be in RFC 5952 canonical format ("2001:db8::/32")`,
    `${at(3)}: non-standard CIDR value "::ffff:10.0.0.0/104" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"`,
    `${at(5)}: non-standard CIDR value "10.0.0.0/08" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"`,
  ]);
});

test('a spec change increments the generation', () => {
  const stored = build<NetworkPolicy>({ ...aPolicy(), metadata: { name: 'deny', namespace: 'default', generation: 1 } });
  const { object, errors } = tryUpdate(networkPolicyKind, stored, (draft) => {
    draft.spec = { podSelector: { matchLabels: { app: 'web' } } };
  });
  expect([object.metadata?.generation, errors]).toEqual([2, []]);
});

test.each([
  [{}, '<none>'],
  [
    { matchLabels: { tier: 'db', app: 'web' }, matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['b', 'a'] }] },
    'app=web,tier=db,zone notin (a,b)',
  ],
])('kubectl get networkpolicies prints the selector %j', (podSelector, text) => {
  expect(rowOf(networkPolicyKind, aPolicy({ podSelector }), 0)).toMatchObject({ Name: 'deny', 'Pod-Selector': text });
});
