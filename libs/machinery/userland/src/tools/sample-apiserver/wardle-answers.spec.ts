import { ManualClock, SeededRandom, StopSource } from '@klockwork/kernel';
import { beforeEach, expect, test } from 'vitest';
import { parseHead } from '../../network/http/http-head.ts';
import type { ChunkedAnswer } from '../../network/http/http-server.ts';
import type { Process } from '../../process.ts';
import type { DelegatedUser } from './delegated-user.ts';
import { WardleAnswers } from './wardle-answers.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const API = '/apis/wardle.example.com/v1alpha1';
const FLUNDERS = `${API}/namespaces/default/flunders`;
const ADMIN: DelegatedUser = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };

let clock: ManualClock;
let answers: WardleAnswers;

beforeEach(() => {
  clock = new ManualClock(NOW);
  const machine = { clock, random: new SeededRandom(1) };
  answers = new WardleAnswers({ machine, killed: new StopSource() } as unknown as Process);
});

function send(method: string, target: string, body: object | string = '', { user = ADMIN, type = 'application/json' } = {}): ChunkedAnswer {
  const head = parseHead(`${method} ${target} HTTP/1.1\r\nContent-Type: ${type}`) ?? expect.fail('no head');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answers.answer({ line: { method, target, version: 'HTTP/1.1' }, head, body: text }, user);
}

/** Returns status and parsed body. */
function ask(...request: Parameters<typeof send>) {
  const { status, body } = send(...request);
  return { status, json: JSON.parse(body as string) };
}

const flunder = (name: string, fields: object = {}) => ({ metadata: { name }, ...fields });
const namesIn = ({ json }: ReturnType<typeof ask>) => json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);

test('a new Flunder gets metadata, defaults and a revision, and no unknown field', () => {
  const created = ask('POST', FLUNDERS, flunder('one', { spec: { reference: 'two', color: 'red' }, extra: 1 }));
  expect(created).toEqual({
    status: 201,
    json: {
      ...{ apiVersion: 'wardle.example.com/v1alpha1', kind: 'Flunder' },
      metadata: {
        ...{ name: 'one', namespace: 'default', creationTimestamp: '2026-01-01T12:00:00Z', resourceVersion: '2' },
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
      spec: { reference: 'two', referenceType: 'Flunder' },
      status: {},
    },
  });
  expect(ask('GET', `${FLUNDERS}/one`).json).toEqual(created.json);
  expect(ask('POST', FLUNDERS, { metadata: { generateName: 'f-' } }).json.metadata.name).toMatch(/^f-[a-z0-9]{5}$/);
});

test.each<[string, [string, string, object?], number, string]>([
  ['a second Flunder of a name', ['POST', FLUNDERS, flunder('one')], 409, 'flunders.wardle.example.com "one" already exists'],
  ['a missing Flunder', ['GET', `${FLUNDERS}/none`], 404, 'flunders.wardle.example.com "none" not found'],
  [
    'a reference without a name',
    ['POST', FLUNDERS, flunder('two', { spec: { referenceType: 'Fischer' } })],
    422,
    'Flunder.wardle.example.com "two" is invalid: spec.fischerReference: Invalid value: "": cannot be empty if referenceType is Fischer',
  ],
  [
    'a disallowed name',
    ['POST', FLUNDERS, flunder('banned')],
    403,
    'flunders.wardle.example.com "banned" is forbidden: this name may not be used, please change the resource name',
  ],
  [
    'an update without resourceVersion',
    ['PUT', `${FLUNDERS}/one`, flunder('one')],
    422,
    'Flunder.wardle.example.com "one" is invalid: metadata.resourceVersion: Invalid value: "": must be specified for an update',
  ],
  [
    'an update of an old version',
    ['PUT', `${FLUNDERS}/one`, { metadata: { name: 'one', resourceVersion: '1' } }],
    409,
    'Operation cannot be fulfilled on flunders.wardle.example.com "one": the object has been modified; please apply your changes to the latest version and try again',
  ],
  [
    'another namespace in the body',
    ['POST', FLUNDERS, { metadata: { name: 'two', namespace: 'other' } }],
    400,
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  ['an unknown resource', ['GET', `${API}/namespaces/default/whales`], 404, 'the server could not find the requested resource'],
])('%s is refused', (_, [method, target, body], status, message) => {
  ask('POST', `${API}/fischers`, { metadata: { name: 'fisher' }, disallowedFlunders: ['banned'] });
  ask('POST', FLUNDERS, flunder('one'));
  const { status: code, json } = ask(method, target, body ?? '');
  expect([code, json.message]).toEqual([status, message]);
});

test('lists honour namespace, labels and fields', () => {
  ask('POST', FLUNDERS, { metadata: { name: 'b', labels: { app: 'x' } } });
  ask('POST', FLUNDERS, flunder('a'));
  ask('POST', FLUNDERS.replace('default', 'other'), flunder('c'));
  expect(namesIn(ask('GET', FLUNDERS))).toEqual(['a', 'b']);
  expect(namesIn(ask('GET', `${API}/flunders`))).toEqual(['a', 'b', 'c']);
  expect(namesIn(ask('GET', `${FLUNDERS}?labelSelector=app%3Dx`))).toEqual(['b']);
  expect(namesIn(ask('GET', `${API}/flunders?fieldSelector=metadata.name%3Dc`))).toEqual(['c']);
});

test('patches change a Flunder, and a dry run stores nothing', () => {
  ask('POST', FLUNDERS, flunder('one'));
  const patch = { metadata: { labels: { a: 'b' } } };
  const type = 'application/merge-patch+json';
  expect(ask('PATCH', `${FLUNDERS}/one?dryRun=All`, patch, { type }).json.metadata.labels).toEqual({ a: 'b' });
  expect(ask('GET', `${FLUNDERS}/one`).json.metadata.labels).toBeUndefined();
  expect(ask('PATCH', `${FLUNDERS}/one`, patch, { type }).json.metadata).toMatchObject({ labels: { a: 'b' }, resourceVersion: '3' });
  const replaced = [{ op: 'replace', path: '/metadata/labels/a', value: 'c' }];
  expect(ask('PATCH', `${FLUNDERS}/one`, replaced, { type: 'application/json-patch+json' }).json.metadata.labels).toEqual({ a: 'c' });
  expect(ask('PATCH', `${FLUNDERS}/one`, patch, { type: 'application/apply-patch+yaml' }).status).toBe(415);
});

test('a deleted Flunder is gone, and waits for its finalizers', () => {
  ask('POST', FLUNDERS, flunder('one'));
  expect(ask('DELETE', `${FLUNDERS}/one`).json).toMatchObject({ kind: 'Status', status: 'Success' });
  expect(ask('GET', `${FLUNDERS}/one`).status).toBe(404);
  ask('POST', FLUNDERS, { metadata: { name: 'two', finalizers: ['example.com/wait'] } });
  expect(ask('DELETE', `${FLUNDERS}/two`).json.metadata.deletionTimestamp).toBe('2026-01-01T12:00:00Z');
  const type = 'application/merge-patch+json';
  ask('PATCH', `${FLUNDERS}/two`, { metadata: { finalizers: null } }, { type });
  expect(ask('GET', `${FLUNDERS}/two`).status).toBe(404);
  ask('POST', FLUNDERS, flunder('three'));
  expect(namesIn(ask('DELETE', FLUNDERS))).toEqual(['three']);
  expect(namesIn(ask('GET', FLUNDERS))).toEqual([]);
});

test('a watch sends present objects, then changes of its namespace, until its time-out', async () => {
  ask('POST', FLUNDERS, flunder('one'));
  const { body } = send('GET', `${FLUNDERS}?watch=1&timeoutSeconds=60`);
  const lines = (body as AsyncIterable<string>)[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await lines.next();
    const { type, object } = JSON.parse(value);
    return [type, object.metadata.name];
  };
  expect(await next()).toEqual(['ADDED', 'one']);
  const changed = next();
  ask('POST', FLUNDERS.replace('default', 'other'), flunder('elsewhere'));
  ask('POST', FLUNDERS, flunder('two'));
  expect(await changed).toEqual(['ADDED', 'two']);
  ask('DELETE', `${FLUNDERS}/two`);
  expect(await next()).toEqual(['DELETED', 'two']);
  const end = lines.next();
  clock.advanceTo(NOW + 60_000);
  expect((await end).done).toBe(true);
});

test('a watch without the feature WatchList refuses initial events, so that clients list', () => {
  const { status, json } = ask('GET', `${FLUNDERS}?watch=1&sendInitialEvents=true`);
  expect([status, json.reason, json.details.causes[0].field]).toEqual([422, 'Invalid', 'sendInitialEvents']);
});

test('discovery and OpenAPI name both kinds', () => {
  expect(ask('GET', API).json.resources.map(({ name }: { name: string }) => name)).toEqual(['fischers', 'flunders']);
  const { definitions, paths } = ask('GET', '/openapi/v2').json;
  expect(Object.keys(definitions)).toContain('com.example.wardle.v1alpha1.Flunder');
  expect(Object.keys(paths)).toContain(`${API}/namespaces/{namespace}/flunders/{name}`);
  expect(Object.keys(ask('GET', `/openapi/v3${API}`).json.components.schemas)).toContain('com.example.wardle.v1alpha1.FischerList');
});

test('an authenticated user without rights reads documents alone', () => {
  const user: DelegatedUser = { name: 'system:aggregator', groups: ['system:authenticated'] };
  expect(send('GET', '/openapi/v2', '', { user }).status).toBe(200);
  expect(ask('GET', FLUNDERS, '', { user }).status).toBe(403);
});

test('an anonymous user reads the health alone', () => {
  const user: DelegatedUser = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  expect(send('GET', '/readyz', '', { user }).body).toBe('ok');
  const { status, json } = ask('GET', FLUNDERS, '', { user });
  expect([status, json.message]).toEqual([403, `forbidden: User "system:anonymous" cannot get path "${FLUNDERS}"`]);
});
