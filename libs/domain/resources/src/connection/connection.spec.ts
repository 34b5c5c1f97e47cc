import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { connectionKind } from './connection.kind.ts';
import { type Connection, type ConnectionSpec, connectedTo, hostAddress } from './connection.ts';

const connection = (spec: ConnectionSpec): Connection => ({ metadata: { name: 'hooks', namespace: 'default' }, spec });

test.each([
  ['127.0.0.1:9443', { host: '127.0.0.1', port: 9443 }],
  ['127.8.0.1:1', { host: '127.8.0.1', port: 1 }],
  ['localhost:65535', { host: '127.0.0.1', port: 65_535 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['10.0.0.1:80', undefined],
  ['127.0.0.256:80', undefined],
  ['127.0.0.1', undefined],
  ['127.0.0.1:0', undefined],
  ['127.0.0.1:65536', undefined],
  ['127.0.0.1:80/path', undefined],
  ['127.0.0.1.example.com:80', undefined],
])('the address %s leads to %j', (text, expected) => {
  expect(hostAddress(text)).toEqual(expected);
});

test.each<[ConnectionSpec, readonly string[]]>([
  [{ to: '127.0.0.1:9443' }, []],
  [{ to: '127.0.0.1:9443', port: 'https' }, []],
  [{}, ['spec.to: Required value: the address of a program: 127.0.0.1:9443']],
  [{ to: '10.0.0.1:80' }, ['spec.to: Invalid value: "10.0.0.1:80": must be a loopback address with a port: 127.0.0.1:9443']],
  [{ to: '127.0.0.1:80', port: 0 }, ['spec.port: Invalid value: 0: must be between 1 and 65535, inclusive']],
])('a Connection %j has the errors %j', (spec, errors) => {
  expect(tryCreate(connectionKind, connection(spec)).errors).toEqual(errors);
});

test('a changed Connection is validated and gets a new generation', () => {
  const { object: created } = tryCreate(connectionKind, connection({ to: '127.0.0.1:80' }));
  const before = { ...created, metadata: { ...created.metadata, resourceVersion: '1', uid: 'u' } };
  const to = (text: string) => tryUpdate(connectionKind, before, (draft) => Object.assign(draft, { spec: { to: text } }));
  expect(to('127.0.0.1:81').object.metadata?.generation).toBe(2);
  expect(to('example.com:81').errors).toHaveLength(1);
});

test.each<[ConnectionSpec, boolean]>([
  [{ to: '127.0.0.1:9443' }, true],
  [{ to: '127.0.0.1:9443', port: 443 }, true],
  [{ to: '127.0.0.1:9443', port: 'https' }, true],
  [{ to: '127.0.0.1:9443', port: 80 }, false],
])('the connection %j covers port https: %s', (spec, isCovered) => {
  const found = connectedTo(connection(spec), { name: 'https', port: 443 });
  expect(found).toEqual(isCovered ? { host: '127.0.0.1', port: 9443 } : undefined);
});

test('a Service without connection leads to no program', () => {
  expect(connectedTo(undefined, { port: 443 })).toBeUndefined();
});

test('a Connection prints its port and its program', () => {
  expect(rowOf(connectionKind, connection({ to: '127.0.0.1:9443', port: 'https' }), 0)).toMatchObject({
    Port: 'https',
    To: '127.0.0.1:9443',
  });
  expect(rowOf(connectionKind, connection({ to: '127.0.0.1:9443' }), 0)).toMatchObject({ Port: '*' });
});
