import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, ByteSink, HttpApi } from '@klockwork/http-api';
import { StopSource } from '@klockwork/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { ConsoleSessions } from './console-sessions.ts';
import { consoleSite } from './console-site.ts';
import type { OtherLabs } from './other-labs.ts';

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

const HOST = '127.0.0.1:20001';
const OWN = { host: HOST, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' };
const POD = '/api/v1/namespaces/default/pods/web';

let now = 0;
let secrets = 0;
let asked: ApiRequest[] = [];
let given: Answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

const otherLabs: OtherLabs = { list: async () => ({ own: { name: '', path: '' }, others: [] }), read: async () => undefined };

const api: HttpApi = {
  handle: async (request) => {
    asked.push(request);
    return given;
  },
};

function sessionsOf(key: string): ConsoleSessions {
  return new ConsoleSessions({
    newSecret: () => `secret-${++secrets}`,
    sign: (text) => `${key}-${text.replaceAll(' ', '-')}`,
    isSame: (one, other) => one === other,
    now: () => now,
  });
}

let sessions = sessionsOf('key');
let site = siteOf(sessions);

function siteOf(own: ConsoleSessions): HttpApi {
  const files = {
    read: async (path: string) =>
      ['index.html', 'assets/main.js'].includes(path) ? { bytes: new Uint8Array([1]), contentType: 'text/html' } : undefined,
  };
  return consoleSite({ api, files, sessions: own, hosts: new Set(['127.0.0.1', 'localhost']), user: 'kubernetes-admin', otherLabs });
}

beforeEach(() => {
  now = 0;
  secrets = 0;
  asked = [];
  given = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  sessions = sessionsOf('key');
  site = siteOf(sessions);
});

function ask(path: string, headers: ApiRequest['headers'] = OWN, method = 'GET', stop = new StopSource()): Promise<Answer> {
  const [plain = '', query = ''] = path.split('?');
  return site.handle({ method, path: plain, query, headers, body: new Uint8Array(), user: undefined, stop });
}

const cookie = () => sessions.newCookie('prefixed').split(';')[0] ?? '';
const signedIn = (headers: ApiRequest['headers'] = {}) => ({ ...OWN, cookie: cookie(), ...headers });

describe('a drilled cluster', () => {
  test('has its API below /drill, and pages beside it', async () => {
    expect(await ask('/drill/map', signedIn())).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } });
    expect(asked).toEqual([]);
    expect(await ask('/drill/api/v1/pods', signedIn())).toMatchObject({ status: 200 });
    expect(asked.map(({ path }) => path)).toEqual(['/drill/api/v1/pods']);
  });

  test('refuses foreign pages, and hides programs in its pods', async () => {
    expect(await ask('/drill/api/v1/pods')).toMatchObject({ status: 401 });
    expect(await ask(`/drill${POD}/proxy/`, signedIn())).toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
  });
});

describe('a login', () => {
  test('exchanges a code for a cookie that scripts and other sites cannot use', async () => {
    const answer = await ask(`/login?code=${sessions.newCode()}`);
    expect(answer).toMatchObject({ status: 303, headers: { location: '/login?code=secret-2' } });
    expect(answer.headers['set-cookie']).toBe(
      '__Host-klockwork-key-cook=secret-3.key-session-secret-3; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
  });

  test('ends at the page once the browser returns its cookie', async () => {
    const first = await ask(`/login?code=${sessions.newCode()}`);
    const stored = first.headers['set-cookie']?.split(';')[0];
    const second = (await ask(first.headers.location ?? '', { ...OWN, cookie: stored })) as ApiAnswer;
    expect([second.status, second.headers.location, second.headers['set-cookie']]).toEqual([303, '/', undefined]);
  });

  test('falls back to a plain cookie for a browser that stores no prefixed one over http', async () => {
    const first = await ask(`/login?code=${sessions.newCode()}`);
    const second = await ask(first.headers.location ?? '');
    expect(second.headers['set-cookie']).toMatch(/^klockwork-key-cook=secret-4\.key-session-secret-4; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('works once with a code', async () => {
    const code = sessions.newCode();
    await ask(`/login?code=${code}`);
    expect(await ask(`/login?code=${code}`)).toMatchObject({ status: 403 });
  });

  test.each(['', '?code=', '?code=guess'])('with query "%s" is refused', async (query) => {
    expect(await ask(`/login${query}`)).toMatchObject({ status: 403, body: expect.stringContaining('npx klockwork console') });
  });

  test('is refused five minutes after its link', async () => {
    const code = sessions.newCode();
    now = 5 * 60_000;
    expect(await ask(`/login?code=${code}`)).toMatchObject({ status: 403 });
  });
});

describe('a request of a signed-in page', () => {
  test('reaches the API as the administrator, without its cookie', async () => {
    await ask(`${POD}?watch=1`, signedIn({ origin: `http://${HOST}` }));
    expect(asked).toMatchObject([{ path: POD, query: 'watch=1', user: 'kubernetes-admin' }]);
    expect(asked[0]?.headers).toEqual({
      host: HOST,
      'sec-fetch-site': 'same-origin',
      'sec-fetch-dest': 'empty',
      'user-agent': 'klockwork-console',
    });
  });

  test('receives no page and nothing that a cache keeps', async () => {
    given = { status: 200, headers: { 'content-type': 'text/html', 'cache-control': 'public' }, body: '<script>' };
    expect((await ask('/apis/example.com/v1', signedIn())).headers).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  test.each([
    '/api/v1/namespaces/default/pods/web/proxy/',
    '/api/v1/namespaces/default/services/web/proxy/a/b',
    '/api/v1/nodes/node-1/proxy',
    '/api/v1/namespaces/default%2Fpods%2Fweb%2Fproxy/x',
    '//api//v1/nodes/node-1/%70roxy/',
    '/api/v1/proxy/namespaces/default/pods/web',
    '/at/12/api/v1/nodes/node-1/proxy',
    '/replay/one/api/v1/nodes/node-1/proxy',
    '/klockwork/v1/console/links',
  ])('to %s is refused', async (path) => {
    expect(await ask(path, signedIn())).toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
  });

  test('to an object named proxy is answered', async () => {
    expect(await ask('/api/v1/namespaces/default/configmaps/proxy', signedIn())).toMatchObject({ status: 200 });
  });

  test('with a malformed path is refused', async () => {
    expect(await ask('/api/%E0%A4%A', signedIn())).toMatchObject({ status: 400 });
  });

  test('cannot upgrade to SPDY', async () => {
    expect(await ask(`${POD}/portforward`, signedIn({ upgrade: 'SPDY/3.1' }))).toMatchObject({ status: 400 });
  });
});

describe('a request with a cookie', () => {
  test.each<[string, ApiRequest['headers']]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a program that names no origin', { 'sec-fetch-site': undefined }],
    ['a WebSocket of another port', { 'sec-fetch-site': undefined, origin: 'http://127.0.0.1:8080', upgrade: 'websocket' }],
    ['a page in a frame', { 'sec-fetch-dest': 'iframe' }],
    ['a link', { 'sec-fetch-dest': 'document' }],
  ])('from %s is refused', async (_, headers) => {
    expect(await ask(POD, signedIn(headers))).toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
  });

  test('by a WebSocket is recognised by its Origin', async () => {
    const headers = signedIn({ 'sec-fetch-site': undefined, 'sec-fetch-dest': undefined, origin: `http://${HOST}`, upgrade: 'websocket' });
    expect(await ask(`${POD}/exec`, headers)).toMatchObject({ status: 200 });
  });

  test.each<[string, string | undefined]>([
    ['none', undefined],
    ['another lab', sessionsOf('other').newCookie('prefixed').split(';')[0]],
    ['a forged signature', '__Host-klockwork-key-cook=secret-9.key-session-secret-8'],
    ['no signature', '__Host-klockwork-key-cook=secret-9'],
  ])('from %s is unauthorized', async (_, value) => {
    expect(await ask(POD, { ...OWN, cookie: value })).toMatchObject({ status: 401, body: expect.stringContaining('"Unauthorized"') });
  });

  test.each(['evil.example:20001', 'evil.example', undefined, '127.0.0.1.evil.example'])('for host %s is refused', async (host) => {
    for (const path of [POD, '/', '/login?code=x', '/assets/main.js'])
      expect(await ask(path, signedIn({ host }))).toMatchObject({ status: 403, body: 'this host name is not one of the lab\n' });
  });
});

describe('a logout', () => {
  test('deletes the cookie, and ends the session for good', async () => {
    const headers = signedIn();
    const answer = (await ask('/logout', headers, 'POST')) as ApiAnswer;
    expect([answer.status, answer.headers['set-cookie']]).toEqual([
      204,
      '__Host-klockwork-key-cook=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
    ]);
    expect(await ask(POD, headers)).toMatchObject({ status: 401 });
  });

  test('ends the watches of its session alone', async () => {
    const ended: string[] = [];
    const sinkOf = (name: string) => ({ write: () => true, drained: async () => {}, end: () => void ended.push(name) }) satisfies ByteSink;
    given = { status: 200, headers: {}, start: () => {} };
    const [own, other] = [signedIn(), signedIn()];
    for (const [name, headers] of Object.entries({ own, other })) ((await ask(POD, headers)) as ApiStream).start(sinkOf(name));
    await ask('/logout', own, 'POST');
    expect([ended, asked.map(({ stop }) => stop.stopped)]).toEqual([['own'], [true, false]]);
  });

  test('closes the terminals of its session', async () => {
    const closed: number[] = [];
    given = { type: 'websocket', protocol: '', headers: {}, start: () => {} };
    const headers = signedIn({ upgrade: 'websocket' });
    const answer = (await ask(`${POD}/exec`, headers)) as Extract<ApiUpgrade, { type: 'websocket' }>;
    answer.start({ onMessage: () => {}, send: () => undefined, close: (code) => void closed.push(code) });
    await ask('/logout', headers, 'POST');
    expect(closed).toEqual([1008]);
  });

  test('from another site is refused', async () => {
    expect(await ask('/logout', signedIn({ 'sec-fetch-site': 'cross-site' }), 'POST')).toMatchObject({ status: 403 });
  });
});

describe('a file', () => {
  test.each(['/', '/map', '/pods/default/web', '/objects/deployments.apps'])(
    'at %s is the page, which runs no inline script',
    async (path) => {
      const answer = await ask(path, { host: HOST });
      expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    },
  );

  test('named by a content hash stays in the browser cache', async () => {
    expect((await ask('/assets/main.js')).headers['cache-control']).toContain('immutable');
  });

  test('that is missing is not the page', async () => {
    expect(await ask('/assets/gone.js')).toMatchObject({ status: 404 });
    expect(await ask('/', OWN, 'POST')).toMatchObject({ status: 405 });
  });
});

describe('a WebSocket', () => {
  const upgrade = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-key': 'x', 'sec-websocket-version': '13' };

  test('carries a watch as bytes, with the Accept of its query', async () => {
    const sent: string[] = [];
    given = {
      status: 200,
      headers: {},
      watch: true,
      start: (sink: ByteSink) => {
        sink.write('{"type":"ADDED","name":"\u00e9"}\n');
        sink.write(new Uint8Array([0xff]));
        sink.end();
      },
    };
    const accept = encodeURIComponent('application/json;as=Table;v=v1;g=meta.k8s.io');
    const answer = (await ask(`/api/v1/pods?watch=1&accept=${accept}&x=1`, signedIn(upgrade))) as Extract<
      ApiUpgrade,
      { type: 'websocket' }
    >;
    answer.start({
      onMessage: () => {},
      send: (bytes, form) => void sent.push(`${form} ${bytes}`),
      close: (code) => void sent.push(`${code}`),
    });
    expect(sent).toEqual(['binary {"type":"ADDED","name":"\u00c3\u00a9"}\n', 'binary \u00ff', '1000']);
    expect(asked).toMatchObject([{ query: 'watch=1&x=1' }]);
    expect(asked[0]?.headers).toEqual({
      ...{ host: HOST, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty', 'user-agent': 'klockwork-console' },
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
  });

  test('carries a complete answer, and ends', async () => {
    const sent: string[] = [];
    given = { status: 200, headers: {}, body: 'past' };
    const answer = (await ask('/at/7/klockwork/v1/log', signedIn(upgrade))) as Extract<ApiUpgrade, { type: 'websocket' }>;
    answer.start({ onMessage: () => {}, send: (bytes) => void sent.push(bytes), close: (code) => void sent.push(`${code}`) });
    expect(sent).toEqual(['past', '1000']);
  });

  test('waits for a slow browser', async () => {
    let resolve: () => void = () => {};
    const promise = new Promise<void>((then) => {
      resolve = then;
    });
    const steps: unknown[] = [];
    given = {
      status: 200,
      headers: {},
      start: (sink: ByteSink) => {
        steps.push(sink.write('a'));
        void sink.drained().then(() => steps.push('drained'));
      },
    };
    const answer = (await ask('/klockwork/v1/log?follow=1', signedIn(upgrade))) as Extract<ApiUpgrade, { type: 'websocket' }>;
    answer.start({ onMessage: () => {}, send: () => promise, close: () => {} });
    resolve();
    await promise;
    await promise;
    expect(steps).toEqual([false, 'drained']);
  });

  test('is refused where the API refuses, and where nothing streams', async () => {
    given = { status: 410, headers: {}, body: '{}' };
    expect(await ask('/api/v1/pods?watch=1', signedIn(upgrade))).toMatchObject({ status: 410 });
    given = { type: 'websocket', protocol: '', headers: {}, start: () => {} };
    expect(await ask('/api/v1/pods?watch=1', signedIn(upgrade))).toMatchObject({ status: 400 });
    expect(await ask('/api/v1/pods?watch=1&accept=%E0%A4%A', signedIn(upgrade))).toMatchObject({ status: 400 });
  });
});

test('a request ends with its client', async () => {
  const stop = new StopSource();
  await ask(POD, signedIn(), 'GET', stop);
  stop.stop();
  expect(asked[0]?.stop.stopped).toBe(true);
});
