import { type ApiAnswer, type ApiRequest, OutboundError } from '@klockwork/http-api';
import { StopSource } from '@klockwork/kernel';
import { beforeEach, expect, test } from 'vitest';
import { ConsoleSessions } from './console-sessions.ts';
import { consoleSite } from './console-site.ts';
import type { OtherLab } from './other-labs.ts';

const HOST = '127.0.0.1:20001';
const OWN = { host: HOST, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' };
const OTHER: OtherLab = { id: 'a1', name: 'second', path: '/labs/second', isRunning: true, isTape: false, forkedAt: 7 };
const PAGE: ApiAnswer = { status: 200, headers: { 'content-type': 'text/html' }, body: '<script>' };

let relayed: object[] = [];
let asked: ApiRequest[] = [];
const sessions = new ConsoleSessions({
  newSecret: () => 'secret',
  sign: (text) => `key-${text.replaceAll(' ', '-')}`,
  isSame: (one, other) => one === other,
  now: () => 0,
});
const site = consoleSite({
  api: {
    handle: async (request) => {
      asked.push(request);
      return PAGE;
    },
  },
  ...{ files: { read: async () => undefined }, sessions, hosts: new Set(['127.0.0.1']), user: 'kubernetes-admin' },
  otherLabs: {
    list: async () => ({ own: { name: 'first', path: '/labs/first' }, others: [OTHER] }),
    read: async (id, { path, accept }) => {
      relayed.push({ id, path, accept });
      if (id === 'away') throw new OutboundError('connection refused');
      return id === 'a1' ? PAGE : undefined;
    },
  },
});

beforeEach(() => {
  relayed = [];
  asked = [];
});

const signedIn = (headers: ApiRequest['headers'] = {}) => ({ ...OWN, cookie: sessions.newCookie('prefixed').split(';')[0], ...headers });

function ask(path: string, headers: ApiRequest['headers'], method = 'GET') {
  const [plain = '', query = ''] = path.split('?');
  return site.handle({ method, path: plain, query, headers, body: new Uint8Array(), user: undefined, stop: new StopSource() });
}

test('another lab stands in a list for signed-in pages of this origin alone', async () => {
  const body = JSON.stringify({ own: { name: 'first', path: '/labs/first' }, others: [OTHER] });
  expect(await ask('/labs', signedIn())).toMatchObject({ status: 200, body });
  expect(await ask('/labs', OWN)).toMatchObject({ status: 401 });
  expect(await ask('/labs', signedIn({ 'sec-fetch-site': 'same-site' }))).toMatchObject({ status: 403 });
  expect(await ask('/labs', signedIn({ 'sec-fetch-dest': 'document' }))).toMatchObject({ status: 403 });
  expect(await ask('/labs', signedIn({ host: 'evil.example' }))).toMatchObject({ status: 403 });
});

test.each([
  ['/labs/a1/klockwork/v1/log?tail=5', '/klockwork/v1/log?tail=5'],
  ['/labs/a1/klockwork/v1/changes?before=7&after=0s', '/klockwork/v1/changes?before=7&after=0s'],
  ['/labs/a1/at/7/api/v1/pods?limit=1', '/at/7/api/v1/pods?limit=1'],
  ['/labs/a1/klockwork/v1/clock', '/klockwork/v1/clock'],
])('another lab is read at %s, without the cookie of the page', async (path, expected) => {
  expect(await ask(path, signedIn({ accept: 'a/b' }))).toMatchObject({
    status: 200,
    headers: { 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'no-store' },
  });
  expect([relayed, asked]).toEqual([[{ id: 'a1', path: expected, accept: 'a/b' }], []]);
});

test.each([
  ['POST', '/labs/a1/klockwork/v1/clock'],
  ['GET', '/labs/a1/api/v1/secrets'],
  ['GET', '/labs/a1/api/v1/namespaces/default/pods/web/proxy'],
  ['GET', '/labs/a1/klockwork/v1/console/links'],
  ['GET', '/labs/a1/klockwork/v1/log/hold'],
  ['GET', '/labs/a1/klockwork/v1/log?follow=1'],
  ['GET', '/labs/a1/at/7/at/8/api/v1/pods'],
  ['GET', '/labs/a1/api/v1/pods/../secrets'],
  ['DELETE', '/labs'],
])('the relay refuses %s %s', async (method, path) => {
  expect(await ask(path, signedIn(), method)).toMatchObject({ status: 403 });
  expect(relayed).toEqual([]);
});

test('another lab is refused over a WebSocket', async () => {
  expect(await ask('/labs/a1/klockwork/v1/log', signedIn({ upgrade: 'websocket' }))).toMatchObject({ status: 403 });
});

test('another lab is named once it is away or unknown', async () => {
  expect(await ask('/labs/away/klockwork/v1/clock', signedIn())).toMatchObject({
    status: 502,
    body: 'the other lab does not answer: connection refused\n',
  });
  expect(await ask('/labs/b2/klockwork/v1/clock', signedIn())).toMatchObject({ status: 404 });
});
