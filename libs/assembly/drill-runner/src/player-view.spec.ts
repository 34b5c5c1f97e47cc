import type { ApiRequest, HttpApi } from '@klockwork/http-api';
import { StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { PlayerView, type PlayerWrite } from './player-view.ts';

const FAULTS = '/apis/klockwork.dev/v1alpha1/faults';

class RecordedApi implements HttpApi {
  readonly requests: ApiRequest[] = [];
  status = 200;
  items: readonly unknown[] = [];

  async handle(request: ApiRequest) {
    this.requests.push(request);
    return { status: this.status, headers: {}, body: JSON.stringify({ items: this.items }) };
  }
}

function view() {
  const api = new RecordedApi();
  const writes: PlayerWrite[] = [];
  const player = new PlayerView(api, (write) => writes.push(write));
  const send = (method: string, path: string, query = '') =>
    player.handle({
      ...{ method, path, query, user: 'kubernetes-admin', text: '{}' },
      headers: {},
      body: new Uint8Array(),
      stop: new StopSource(),
    });
  return { api, writes, send };
}

test.each([
  [FAULTS, '', 'labelSelector=!drill.klockwork.dev%2Fhidden'],
  [FAULTS, 'watch=1&labelSelector=a%3Db', 'watch=1&labelSelector=a%3Db,!drill.klockwork.dev%2Fhidden'],
  ['//apis//klockwork.dev/v1alpha1/faults/', '', 'labelSelector=!drill.klockwork.dev%2Fhidden'],
  ['//api/v1//events', '', 'fieldSelector=involvedObject.kind!%3DFault'],
  ['/apis/klockwork.dev/v1alpha1/fault%73', 'label%53elector=a', 'labelSelector=a,!drill.klockwork.dev%2Fhidden'],
  ['/api/v1/events', '', 'fieldSelector=involvedObject.kind!%3DFault'],
  ['/apis/events.k8s.io/v1/namespaces/shop/events', '', 'fieldSelector=regarding.kind!%3DFault'],
  ['/api/v1/pods', 'limit=5', 'limit=5'],
])('a view narrows the list %s?%s to %s', async (path, query, asked) => {
  const { api, send } = view();
  await send('GET', path, query);
  expect(api.requests.map((request) => request.query)).toEqual([asked]);
});

test('a hidden Fault is not found by its name, and is not deleted', async () => {
  const { api, send } = view();
  api.items = [{}];
  for (const method of ['GET', 'DELETE', 'PATCH'])
    expect(await send(method, `${FAULTS}/power-cut`)).toMatchObject({
      status: 404,
      body: expect.stringContaining('"power-cut\\" not found'),
    });
  expect(api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET ${FAULTS}`, `GET ${FAULTS}`, `GET ${FAULTS}`]);
});

test('a Fault of the player is found by its name', async () => {
  const { api, send } = view();
  await send('GET', `${FAULTS}/own`);
  expect(api.requests.at(-1)?.path).toBe(`${FAULTS}/own`);
});

test.each([
  '/klockwork/v1/log',
  '/klockwork/v1/why',
  '/klockwork/v1/history',
  '/at/12/api/v1/pods',
  '/%61t/12/api',
  '//at//12/api',
  '/replay/r-1/api/v1/pods',
  '//replay',
  '/klockwork//v1/why',
])('the path %s is closed to the player', async (path) => {
  const { api, send } = view();
  expect(await send('GET', path)).toMatchObject({ status: 403 });
  expect(api.requests).toEqual([]);
});

test('accepted writes are noted; reads, trials, refusals and changes of the clock are not', async () => {
  const { api, writes, send } = view();
  await send('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', 'fieldManager=kubectl');
  await send('GET', '/api/v1/pods');
  await send('POST', '/api/v1/namespaces', 'dryRun=All');
  await send('PATCH', '/apis/klockwork.dev/v1alpha1/clocks/lab');
  api.status = 409;
  await send('POST', '/api/v1/namespaces');
  expect(writes).toEqual([
    {
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=kubectl',
      contentType: 'application/json',
      body: '{}',
    },
  ]);
});
