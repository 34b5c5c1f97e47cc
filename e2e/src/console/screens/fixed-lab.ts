import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Route } from 'playwright-core';

const FILES = fileURLToPath(new URL('../../../../dist/console/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const NOON = Date.parse('2026-01-01T12:00:00Z');
/** Address at which the page is shown. Nothing listens there. */
export const ORIGIN = 'http://console.test';

const meta = (name: string, more: object = {}) => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: '9',
  creationTimestamp: '2026-01-01T11:00:00Z',
  ...more,
});
const table = (names: readonly string[], rows: readonly (readonly [cells: readonly string[], object: object])[]) => ({
  metadata: { resourceVersion: '9' },
  columnDefinitions: names.map((name) => ({ name, type: 'string', priority: 0 })),
  rows: rows.map(([cells, object]) => ({ cells, object })),
});

const NODES = ['node-1', 'node-2', 'node-3'].map(
  (name, index) =>
    [
      [name, index === 1 ? 'NotReady' : 'Ready'],
      { kind: 'Node', apiVersion: 'v1', metadata: meta(name, { labels: { 'topology.kubernetes.io/zone': 'abc'[index] } }) },
    ] as const,
);

const PODS = ['Running', 'Running', 'CrashLoopBackOff', 'Pending', 'Running', 'Completed'].map((status, index) => {
  const name = `web-${index}`;
  const ready = status === 'Running' ? '1/1' : '0/1';
  const spec = { nodeName: `node-${(index % 3) + 1}`, containers: [{ name: 'main', image: 'nginx' }] };
  const phase = status === 'Completed' ? 'Succeeded' : status === 'Pending' ? 'Pending' : 'Running';
  return [
    [name, ready, status, '0'],
    { kind: 'Pod', apiVersion: 'v1', metadata: meta(name, { namespace: 'default' }), spec, status: { phase } },
  ] as const;
});

const EVENTS = [
  ...NODES.flatMap(([[name]], index) => [
    [index * 2, 'nodes', '', name, 'NodeRegistered', {}],
    [index * 2 + 4, 'nodes', '', name, 'NodeBecameReady', {}],
  ]),
  ...PODS.flatMap(([[name, ready]], index) => [
    [20 + index, 'pods', 'default', name, 'PodCreated', {}],
    [28 + index * 2, 'pods', 'default', name, 'PodStatusReported', { phase: 'Running', ready: ready === '1/1' }],
  ]),
  [45, 'nodes', '', 'node-2', 'NodeBecameNotReady', {}],
  [3_000, 'pods', 'default', 'web-1', 'PodDeletionRequested', {}],
].toSorted((one, other) => Number(one[0]) - Number(other[0]));

const LOG = EVENTS.map(([seconds, resource, namespace, name, type, data], index) => ({
  ...{ revision: index + 1, at: NOON + Number(seconds) * 1_000, type, key: { group: '', resource, namespace, name }, uid: `uid-${name}` },
  ...{ actor: { user: 'admin', userAgent: 'kubectl' }, cause: { trigger: 'request', name: 'create' }, data, change: 'updated' },
}));

const ANSWERS: readonly (readonly [path: RegExp, answer: unknown])[] = [
  [/^\/api\/v1\/nodes$/, table(['Name', 'Status'], NODES)],
  [/^\/api\/v1\/pods$/, table(['Name', 'Ready', 'Status', 'Restarts'], PODS)],
  [/^\/apis\/klockwork\.dev\/.*faults$/, table(['Name'], [])],
  [/^\/klockwork\/v1\/clock$/, { now: NOON + 3_010_000, mode: 'Paused', rate: 1, members: [], next: [] }],
  [/^\/klockwork\/v1\/why$/, { answers: [] }],
  [/^\/apis?$/, { kind: 'APIGroupDiscoveryList', items: [] }],
  [/^\/apis?\//, table(['Name'], [])],
];

/** Shows the console's page with fixed data: no lab, no clock, no network. */
export async function fixedLab(page: Page): Promise<void> {
  await page.clock.setFixedTime(NOON);
  await page.routeWebSocket(/./, () => {});
  await page.route('**/*', answer);
}

async function answer(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/klockwork/v1/log') return route.fulfill({ body: LOG.map((event) => JSON.stringify(event)).join('\n') });
  const known = ANSWERS.find(([path]) => path.test(pathname));
  if (known !== undefined) return route.fulfill({ json: known[1] });
  const name = extname(pathname) === '' ? 'index.html' : pathname.slice(1);
  await route.fulfill({ body: await readFile(join(FILES, name)), contentType: TYPES[extname(name)] ?? 'application/octet-stream' });
}
