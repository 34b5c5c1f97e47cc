import { describe, expect, test } from 'vitest';
import type { NetworkPolicy } from './network-policy.ts';
import { permits } from './permits.ts';
import type { PolicyEnd, PolicyFlow } from './policy-flow.ts';

const NAMESPACES: Record<string, Record<string, string>> = { default: {}, shop: { team: 'shop' }, other: { team: 'other' } };
const ports = [{ name: 'http', protocol: 'TCP', port: 8080 }];

const end = (ip: string, namespace: string, app: string): PolicyEnd => ({ ip, pod: { namespace, labels: { app }, ports } });
const DB = end('10.244.1.2', 'default', 'db');
const WEB = end('10.244.1.3', 'default', 'web');
const SHOP_WEB = end('10.244.2.4', 'shop', 'web');
const OTHER_WEB = end('10.244.2.5', 'other', 'web');
const OUTSIDE: PolicyEnd = { ip: '172.17.0.9' };

const policy = (spec: object, namespace = 'default'): NetworkPolicy => ({
  metadata: { name: 'policy', namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress'], ...spec },
});
const onDb = (spec: object) => policy({ podSelector: { matchLabels: { app: 'db' } }, ...spec });
const fromPeers = (...from: object[]) => onDb({ ingress: [{ from }] });
const toPorts = (...allowed: object[]) => onDb({ ingress: [{ ports: allowed }] });

function reaches(policies: readonly NetworkPolicy[], from: PolicyEnd, to: PolicyEnd, flow: Partial<PolicyFlow> = {}): boolean {
  return permits(
    { from, to, port: 8080, protocol: 'TCP', ...flow },
    {
      policies: (namespace) => policies.filter(({ metadata }) => metadata?.namespace === namespace),
      labelsOfNamespace: (name) => NAMESPACES[name],
    },
  );
}

const callersOfDb = (...policies: NetworkPolicy[]) =>
  Object.entries({ WEB, SHOP_WEB, OTHER_WEB, OUTSIDE }).flatMap(([name, from]) => (reaches(policies, from, DB) ? [name] : []));

describe('callers of a pod', () => {
  test.each<[string, NetworkPolicy[], string[]]>([
    ['without a policy are all', [], ['WEB', 'SHOP_WEB', 'OTHER_WEB', 'OUTSIDE']],
    ['are none with a policy without rules', [policy({})], []],
    ['are all with an empty rule', [policy({ ingress: [{}] })], ['WEB', 'SHOP_WEB', 'OTHER_WEB', 'OUTSIDE']],
    [
      'are all with a policy for other pods',
      [policy({ podSelector: { matchLabels: { app: 'web' } } })],
      ['WEB', 'SHOP_WEB', 'OTHER_WEB', 'OUTSIDE'],
    ],
    ['are all with a policy of another namespace', [policy({}, 'shop')], ['WEB', 'SHOP_WEB', 'OTHER_WEB', 'OUTSIDE']],
    ['are all with a policy for egress', [onDb({ policyTypes: ['Egress'] })], ['WEB', 'SHOP_WEB', 'OTHER_WEB', 'OUTSIDE']],
    ['by podSelector are of the same namespace', [fromPeers({ podSelector: { matchLabels: { app: 'web' } } })], ['WEB']],
    ['by an empty podSelector are the whole namespace', [fromPeers({ podSelector: {} })], ['WEB']],
    ['by namespaceSelector are all pods there', [fromPeers({ namespaceSelector: { matchLabels: { team: 'shop' } } })], ['SHOP_WEB']],
    ['by an empty namespaceSelector are all pods', [fromPeers({ namespaceSelector: {} })], ['WEB', 'SHOP_WEB', 'OTHER_WEB']],
    [
      'by both selectors of one peer must match both',
      [fromPeers({ namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: { matchLabels: { app: 'db' } } })],
      [],
    ],
    [
      'by two peers match any',
      [fromPeers({ namespaceSelector: { matchLabels: { team: 'shop' } } }, { podSelector: { matchLabels: { app: 'web' } } })],
      ['WEB', 'SHOP_WEB'],
    ],
    ['by ipBlock have an address in it', [fromPeers({ ipBlock: { cidr: '172.17.0.0/16' } })], ['OUTSIDE']],
    ['by ipBlock are not in its exceptions', [fromPeers({ ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.0.8/29'] } })], []],
    ['by ipBlock may be pods', [fromPeers({ ipBlock: { cidr: '10.244.2.4/31' } })], ['SHOP_WEB', 'OTHER_WEB']],
    [
      'of several policies add up',
      [policy({}), fromPeers({ podSelector: {} }), fromPeers({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } })],
      ['WEB', 'OUTSIDE'],
    ],
  ])('%s', (_, policies, callers) => {
    expect(callersOfDb(...policies)).toEqual(callers);
  });
});

describe('ports of a rule', () => {
  test.each<[string, object[], Partial<PolicyFlow>, boolean]>([
    ['a number', [{ port: 8080, protocol: 'TCP' }], {}, true],
    ['another number', [{ port: 80, protocol: 'TCP' }], {}, false],
    ['a name of the pod', [{ port: 'http', protocol: 'TCP' }], {}, true],
    ['an unknown name', [{ port: 'admin', protocol: 'TCP' }], {}, false],
    ['a name of another protocol', [{ port: 'http', protocol: 'UDP' }], { protocol: 'UDP' }, false],
    ['no port: all of the protocol', [{ protocol: 'TCP' }], {}, true],
    ['no port, another protocol', [{ protocol: 'UDP' }], {}, false],
    ['the end of a range', [{ port: 8000, endPort: 8080, protocol: 'TCP' }], {}, true],
    ['beyond a range', [{ port: 8000, endPort: 8079, protocol: 'TCP' }], {}, false],
    [
      'one of several',
      [
        { port: 80, protocol: 'TCP' },
        { port: 8080, protocol: 'TCP' },
      ],
      {},
      true,
    ],
  ])('%s', (_, allowed, flow, expected) => {
    expect(reaches([toPorts(...allowed)], WEB, DB, flow)).toBe(expected);
  });
});

test('egress and ingress must both permit a connection', () => {
  const closed = policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] });
  const open = policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: {} }] }] });
  expect(reaches([closed], WEB, DB)).toBe(false);
  expect(reaches([closed], DB, WEB)).toBe(true);
  expect(reaches([open], WEB, DB)).toBe(true);
  expect(reaches([open], WEB, SHOP_WEB)).toBe(false);
  expect(reaches([open], WEB, OUTSIDE)).toBe(false);
  expect(reaches([open, policy({})], WEB, DB)).toBe(false);
});

test('a port name of an egress rule is one of the destination', () => {
  const rule = policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http', protocol: 'TCP' }] }] });
  expect([reaches([rule], WEB, SHOP_WEB), reaches([rule], WEB, OUTSIDE)]).toEqual([true, false]);
});
