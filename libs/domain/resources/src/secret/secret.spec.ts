import { describe, expect, test } from 'vitest';
import { encodeText } from '../generic/base64.ts';
import { aSecret, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { secretKind } from './secret.kind.ts';

const META = { name: 'credentials', namespace: 'default' };

test('a Secret is Opaque, and its stringData becomes data', () => {
  const { object, errors } = tryCreate(secretKind, { metadata: META, data: { a: 'YQ==', b: 'Yg==' }, stringData: { b: 'grün' } });
  expect(errors).toEqual([]);
  expect(object).toEqual({ metadata: META, type: 'Opaque', data: { a: 'YQ==', b: 'Z3LDvG4=' } });
});

describe('a Secret is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'as a token that names no account',
      { type: 'kubernetes.io/service-account-token' },
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
    ['as a docker config without one', { type: 'kubernetes.io/dockerconfigjson' }, ['data[.dockerconfigjson]: Required value']],
    [
      'as a docker config that is no JSON',
      { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': 'x' } },
      ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character \'x\' looking for beginning of value'],
    ],
    [
      'as an old docker config that is a list',
      { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': '[1]' } },
      [
        'data[.dockercfg]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}',
      ],
    ],
    [
      'as a docker config that is cut short',
      { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': '{"auths" 1' } },
      ['data[.dockercfg]: Invalid value: "<secret contents redacted>": invalid character \'1\' after object key'],
    ],
    [
      'as an empty docker config',
      { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '' } },
      ['data[.dockercfg]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
    ],
    [
      'as a login without user and password',
      { type: 'kubernetes.io/basic-auth' },
      ['data[username]: Required value', 'data[password]: Required value'],
    ],
    ['as an empty key', { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': '' } }, ['data[ssh-privatekey]: Required value']],
    ['as half a certificate', { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }, ['data[tls.key]: Required value']],
    [
      'when it is larger than a mebibyte',
      { data: { a: encodeText('x'.repeat(1024 * 1024 + 1)) } },
      ['data: Too long: may not be more than 1048576 bytes'],
    ],
  ])('a Secret is refused %s', (_, part, expected) => {
    expect(tryCreate(secretKind, { metadata: META, ...part }).errors).toEqual(expected);
  });

  test('an immutable Secret with changes, or another type, is refused', () => {
    const { errors } = tryUpdate(secretKind, aSecret({ immutable: true }), (draft) => {
      draft.type = 'kubernetes.io/basic-auth';
      draft.data = { username: 'YQ==' };
    });
    expect(errors).toEqual([
      'type: Invalid value: "kubernetes.io/basic-auth": field is immutable',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });
});

test('a TLS Secret with an invalid pair is accepted with a warning, a valid pair without', () => {
  const data = { 'tls.crt': '', 'tls.key': '' };
  const attempt = (type: string) => tryCreate(secretKind, { metadata: META, type, data });
  expect(attempt('kubernetes.io/tls')).toMatchObject({
    errors: [],
    warnings: ['tls: failed to find any PEM data in certificate input'],
  });
  expect(attempt('Opaque').warnings).toEqual([]);
});

test('a valid docker config is accepted', () => {
  const { errors } = tryCreate(secretKind, {
    metadata: META,
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{"ü":{}}}' },
  });
  expect(errors).toEqual([]);
});

test('kubectl get secrets prints its row', () => {
  expect(rowOf(secretKind, aSecret(), Date.parse('2026-01-01T01:00:00Z'))).toEqual({
    Name: 'credentials',
    Type: 'Opaque',
    Data: 1,
    Age: '60m',
  });
});

test('the log reports changed data without keys', () => {
  const event = secretKind.event({
    verb: 'update',
    subresource: '',
    previous: aSecret(),
    next: aSecret({ data: { token: 'eA==', other: 'eQ==' } }),
  });
  expect({ event, confidential: secretKind.confidential }).toEqual({
    event: { type: 'SecretUpdated', data: { changed: ['data'] } },
    confidential: true,
  });
});
