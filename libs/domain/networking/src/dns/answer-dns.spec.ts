import type { EndpointSlice } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { aNetwork, aServiceAt, aSlice } from '../testing/a-network.ts';
import { answerDns } from './answer-dns.ts';
import type { DnsRecord } from './dns-message.ts';

const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] };
const HTTP = [{ name: 'http', port: 80, protocol: 'TCP' }];
const slice = (service: string, endpoints: EndpointSlice['endpoints'], offered: EndpointSlice['ports'] = HTTP) =>
  aSlice(endpoints, { ports: offered }, service);
const services = [
  aServiceAt({ clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP' }] }, { name: 'kubernetes' }),
  aServiceAt({ ports: HTTP }),
  aServiceAt({ ...HEADLESS, ports: HTTP }, { name: 'db' }),
  aServiceAt({ ...HEADLESS, ports: [] }, { name: 'portless' }),
  aServiceAt(HEADLESS, { name: 'empty' }),
  aServiceAt({ type: 'ExternalName', externalName: 'example.com', clusterIP: '', clusterIPs: [], ports: [] }, { name: 'outside' }),
  aServiceAt(
    { type: 'ExternalName', externalName: 'web.default.svc.cluster.local', clusterIP: '', clusterIPs: [], ports: [] },
    { name: 'inside' },
  ),
];
const slices = [
  slice('db', [
    { addresses: ['10.244.1.2'], hostname: 'db-0' },
    { addresses: ['10.244.1.3'], conditions: { ready: true } },
    { addresses: ['10.244.1.4'], conditions: { ready: false } },
  ]),
  slice('portless', [{ addresses: ['10.244.1.2'] }], []),
];
const world = { view: aNetwork({ services, slices }), serial: 7 };

const SOA =
  'cluster.local 30 SOA {"server":"ns.dns.cluster.local","mailbox":"hostmaster.cluster.local","serial":7,"refresh":7200,"retry":1800,"expire":86400,"minimum":30}';

/** Response as text, one line a record, like in dig. */
function asked(name: string, type: string): string[] {
  const { code, answers, authority, additional } = answerDns({ name, type }, world);
  return [
    code,
    ...answers.map(line),
    ...authority.map((record) => `; ${line(record)}`),
    ...additional.map((record) => `+ ${line(record)}`),
  ];
}

function line(record: DnsRecord): string {
  const { name, ttl, type, ...data } = record;
  const text = 'address' in record ? record.address : record.type === 'SRV' || record.type === 'SOA' ? JSON.stringify(data) : record.target;
  return `${name} ${ttl} ${type} ${text}`;
}

const srv = (weight: number, port: number, target: string) => JSON.stringify({ priority: 0, weight, port, target });
const WEB = 'web.default.svc.cluster.local';
const DB = 'db.default.svc.cluster.local';

test.each([
  ['a Service name resolves to its cluster IP', WEB, 'A', ['NOERROR', `${WEB} 30 A 10.96.0.20`]],
  [
    'trailing dot and case are irrelevant',
    'WEB.default.svc.Cluster.Local.',
    'A',
    ['NOERROR', 'WEB.default.svc.Cluster.Local 30 A 10.96.0.20'],
  ],
  [
    'the API server has a name',
    'kubernetes.default.svc.cluster.local',
    'A',
    ['NOERROR', 'kubernetes.default.svc.cluster.local 30 A 10.96.0.1'],
  ],
  ['there are no IPv6 addresses, but the name exists', WEB, 'AAAA', ['NOERROR', `; ${SOA}`]],
  ['a missing Service has no name', 'no.default.svc.cluster.local', 'A', ['NXDOMAIN', `; ${SOA}`]],
  ['a Service in a missing namespace has no name', 'web.no.svc.cluster.local', 'A', ['NXDOMAIN', `; ${SOA}`]],
  ['a namespace is a name without addresses', 'default.svc.cluster.local', 'A', ['NOERROR', `; ${SOA}`]],
  ['both branches of the domain exist without addresses', 'svc.cluster.local', 'A', ['NOERROR', `; ${SOA}`]],
  ['other branches do not exist', 'web.default.cluster.local', 'A', ['NXDOMAIN', `; ${SOA}`]],
  ['an overlong name does not exist', `a.b.c.${WEB}`, 'A', ['NXDOMAIN', `; ${SOA}`]],
  ['names outside the cluster do not exist', 'example.com', 'A', ['NXDOMAIN']],
  ['the domain has an SOA record', 'cluster.local', 'SOA', ['NOERROR', SOA]],
  ['a headless Service resolves to its ready pods', DB, 'A', ['NOERROR', `${DB} 30 A 10.244.1.2`, `${DB} 30 A 10.244.1.3`]],
  [
    'a headless Service without ports resolves too',
    'portless.default.svc.cluster.local',
    'A',
    ['NOERROR', 'portless.default.svc.cluster.local 30 A 10.244.1.2'],
  ],
  ['a headless Service without ready pods does not exist', 'empty.default.svc.cluster.local', 'A', ['NXDOMAIN', `; ${SOA}`]],
  ['a pod is found by its host name', `db-0.${DB}`, 'A', ['NOERROR', `db-0.${DB} 30 A 10.244.1.2`]],
  ['a pod without host name is found by its address', `10-244-1-3.${DB}`, 'A', ['NOERROR', `10-244-1-3.${DB} 30 A 10.244.1.3`]],
  ['an unready pod is not found', `10-244-1-4.${DB}`, 'A', ['NXDOMAIN', `; ${SOA}`]],
  [
    'each pod address has a name',
    '10-244-9-9.default.pod.cluster.local',
    'A',
    ['NOERROR', '10-244-9-9.default.pod.cluster.local 30 A 10.244.9.9'],
  ],
  ['an invalid pod address has no name', 'web.default.pod.cluster.local', 'A', ['NXDOMAIN', `; ${SOA}`]],
  [
    'an external name is an alias',
    'outside.default.svc.cluster.local',
    'A',
    ['NOERROR', 'outside.default.svc.cluster.local 30 CNAME example.com'],
  ],
  [
    'a CNAME query returns the alias',
    'outside.default.svc.cluster.local',
    'CNAME',
    ['NOERROR', 'outside.default.svc.cluster.local 30 CNAME example.com'],
  ],
  [
    'an alias of the cluster is followed',
    'inside.default.svc.cluster.local',
    'A',
    ['NOERROR', `inside.default.svc.cluster.local 30 CNAME ${WEB}`, `${WEB} 30 A 10.96.0.20`],
  ],
  ['a Service has no CNAME', WEB, 'CNAME', ['NOERROR', `; ${SOA}`]],
  [
    'a named port has an SRV record',
    `_http._tcp.${WEB}`,
    'SRV',
    ['NOERROR', `_http._tcp.${WEB} 30 SRV ${srv(100, 80, WEB)}`, `+ ${WEB} 30 A 10.96.0.20`],
  ],
  ['a missing port has no SRV record', `_dns._tcp.${WEB}`, 'SRV', ['NXDOMAIN', `; ${SOA}`]],
  [
    'pods share the weight of an SRV record',
    `_http._tcp.${DB}`,
    'SRV',
    [
      'NOERROR',
      `_http._tcp.${DB} 30 SRV ${srv(50, 80, `db-0.${DB}`)}`,
      `_http._tcp.${DB} 30 SRV ${srv(50, 80, `10-244-1-3.${DB}`)}`,
      `+ db-0.${DB} 30 A 10.244.1.2`,
      `+ 10-244-1-3.${DB} 30 A 10.244.1.3`,
    ],
  ],
  ['without ports there is no SRV record', 'portless.default.svc.cluster.local', 'SRV', ['NOERROR', `; ${SOA}`]],
  ['a cluster IP has a name', '20.0.96.10.in-addr.arpa', 'PTR', ['NOERROR', `20.0.96.10.in-addr.arpa 30 PTR ${WEB}`]],
  [
    'a pod’s address has a name for each Service',
    '2.1.244.10.in-addr.arpa.',
    'PTR',
    [
      'NOERROR',
      `2.1.244.10.in-addr.arpa 30 PTR db-0.${DB}`,
      '2.1.244.10.in-addr.arpa 30 PTR 10-244-1-2.portless.default.svc.cluster.local',
    ],
  ],
  ['an unknown address has none', '9.9.244.10.in-addr.arpa', 'PTR', ['NXDOMAIN']],
])('%s', (_, name, type, answer) => {
  expect(asked(name, type)).toEqual(answer);
});

test('each draw puts another pod of a headless Service first', () => {
  const first = [0, 0.49, 0.5, 0.99].map((draw) => {
    const [record] = answerDns({ name: DB, type: 'A' }, { ...world, draw }).answers;
    return record?.type === 'A' && record.address;
  });
  expect(first).toEqual(['10.244.1.2', '10.244.1.2', '10.244.1.3', '10.244.1.3']);
});

test('aliases that lead in a circle end', () => {
  const alias = (name: string, target: string) =>
    aServiceAt({ type: 'ExternalName', externalName: `${target}.default.svc.cluster.local`, clusterIP: '', clusterIPs: [] }, { name });
  const view = aNetwork({ services: [alias('a', 'b'), alias('b', 'a')] });
  expect(answerDns({ name: 'a.default.svc.cluster.local', type: 'A' }, { view, serial: 1 })).toMatchObject({
    code: 'NOERROR',
    answers: [],
  });
});
