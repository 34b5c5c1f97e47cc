import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { NOW, readContinueToken, type TokenScope, writeContinueToken } from './continue-token.ts';

const ALL: TokenScope = { namespaced: true, namespace: '' };
const ONE: TokenScope = { namespaced: true, namespace: 'shop' };
const CLUSTER: TokenScope = { namespaced: false, namespace: '' };

const encoded = (json: string) => encodeBase64(encodeUtf8(json)).replace(/=+$/, '');
const opened = (token: string) => decodeUtf8(decodeBase64(token));

// No token below contains a digit that differs in URL-safe base64.
test.each([
  ['all namespaces', ALL, { revision: 8, namespace: 'shop', name: 'web' }, '{"v":"meta.k8s.io/v1","rv":8,"start":"shop/web\\u0000"}'],
  ['one namespace', ONE, { revision: 8, namespace: 'shop', name: 'web' }, '{"v":"meta.k8s.io/v1","rv":8,"start":"web\\u0000"}'],
  ['the cluster', CLUSTER, { revision: 8, namespace: '', name: 'node-1' }, '{"v":"meta.k8s.io/v1","rv":8,"start":"node-1\\u0000"}'],
  ['present objects', CLUSTER, { revision: NOW, namespace: '', name: 'n' }, '{"v":"meta.k8s.io/v1","rv":-1,"start":"n\\u0000"}'],
])("a token of %s has upstream's form and parses to the same value", (_, scope, token, json) => {
  const text = writeContinueToken(token, scope);
  expect([opened(text), text === encoded(json)]).toEqual([json, true]);
  expect(readContinueToken(text, scope)).toEqual(token);
});

const VALID = 'continue key is not valid';

test.each([
  ['a.b', `${VALID}: illegal base64 data at input byte 1`],
  ['abcde', `${VALID}: illegal base64 data at input byte 4`],
  [encoded('x'), `${VALID}: invalid character 'x' looking for beginning of value`],
  [encoded('{"v":"v2","rv":1,"start":"a"}'), `${VALID}: server does not recognize this encoded version v2`],
  [encoded('{"v":"meta.k8s.io/v1","start":"a"}'), `${VALID}: incorrect encoded start resourceVersion (version meta.k8s.io/v1)`],
  [encoded('{"v":"meta.k8s.io/v1","rv":1}'), `${VALID}: encoded start key empty (version meta.k8s.io/v1)`],
  [encoded('{"v":"meta.k8s.io/v1","rv":1,"start":"../x"}'), `${VALID}: ../x`],
])('the token %s is refused', (text, message) => {
  expect(() => readContinueToken(text, ALL)).toThrow(`invalid continue token: ${message}`);
});
