import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { ControlServer, type Controls } from './control-server.ts';
import type { LabStatus } from './lab.ts';

const STATUS: LabStatus = {
  server: 'https://127.0.0.1:6443',
  console: 'http://127.0.0.1:20001',
  kubeconfig: '/lab/kubeconfig',
  lab: 'a',
  revision: 7,
  clock: { now: '2026-01-01T00:00:00.000Z', rate: 1, mode: 'Running', leftBehind: [] },
  services: [],
};

const called: string[] = [];
const controls: Controls = {
  status: async () => STATUS,
  down: () => void called.push('down'),
  startNode: async (name) => {
    called.push(`start ${name}`);
    return { service: 'kubelet-agent-1', nodes: [name], ranAlready: false };
  },
  killNode: async (name) => {
    if (name === 'node-9') throw new UserError('this lab has no node node-9');
    if (name === 'node-8') throw new Error('a bug');
    return { service: 'kubelet-agent-1', nodes: [name], pid: 42 };
  },
  killNodeAt: async (name, when) => ({ service: JSON.stringify(when), nodes: [name], at: 7 }),
};

let server: ControlServer;
let origin: string;
beforeEach(async () => {
  called.length = 0;
  server = new ControlServer(controls);
  origin = `http://127.0.0.1:${await server.listen()}`;
});
afterEach(() => server.close());

async function ask(method: string, path: string, token = server.token): Promise<[number, unknown]> {
  const response = await fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  return [response.status, await response.json()];
}

test("a request without the launcher's token is rejected", async () => {
  const other = new ControlServer(controls);
  for (const token of ['', 'x', other.token, `${server.token}x`]) {
    expect(await ask('POST', '/down', token)).toEqual([401, { message: 'unauthorized' }]);
  }
  expect(called).toEqual([]);
});

test('the command line receives status, and its requests take effect', async () => {
  expect(await ask('GET', '/ping')).toEqual([200, {}]);
  expect(await ask('GET', '/status')).toEqual([200, STATUS]);
  expect(await ask('POST', '/nodes/start/node-1')).toEqual([200, { service: 'kubelet-agent-1', nodes: ['node-1'], ranAlready: false }]);
  expect(await ask('POST', '/nodes/kill/node-1')).toEqual([200, { service: 'kubelet-agent-1', nodes: ['node-1'], pid: 42 }]);
  expect(await ask('POST', '/nodes/kill/node-1?in=600')).toEqual([200, { service: '{"inMs":600}', nodes: ['node-1'], at: 7 }]);
  expect(await ask('POST', '/nodes/kill/node-1?at=9')).toEqual([200, { service: '{"at":9}', nodes: ['node-1'], at: 7 }]);
  expect(await ask('POST', '/down')).toEqual([200, {}]);
  expect(called).toEqual(['start node-1', 'down']);
});

test('the name of a node may hold anything', async () => {
  await ask('POST', `/nodes/start/${encodeURIComponent('a b/c')}`);
  expect(called).toEqual(['start a b/c']);
});

test('a name that cannot be decoded is a refusal', async () => {
  expect(await ask('POST', '/nodes/kill/%E0%A4%A')).toEqual([400, { message: '"%E0%A4%A" is not a name in a path: percent-encode it' }]);
});

test('a mistake of the user is a refusal, a bug of ours is an error', async () => {
  expect(await ask('POST', '/nodes/kill/node-9')).toEqual([400, { message: 'this lab has no node node-9' }]);
  expect(await ask('POST', '/nodes/kill/node-8')).toEqual([500, { message: 'a bug' }]);
  expect(await ask('GET', '/nowhere')).toEqual([400, { message: 'the launcher does not know GET /nowhere' }]);
});
