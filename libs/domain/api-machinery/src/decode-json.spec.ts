import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BODY_VALUES_MAX } from './body-values.ts';
import { decodeRefusal, strictErrorText } from './decode-error.ts';
import { decodeJson } from './decode-json.ts';
import { readJsonStrictly } from './json-reader.ts';
import type { Schema } from './schema.ts';
import { breaksStrictness, marksOf } from './strictness.ts';

const text: Schema = { name: '', type: 'string' };
const int32: Schema = { name: '', type: 'integer', format: 'int32' };
const quantity: Schema = { name: 'Quantity', type: 'string', format: 'quantity' };

function struct(name: string, properties: Record<string, Schema>): Schema {
  return { name, type: 'object', properties: new Map(Object.entries(properties)) };
}

const container = struct('Container', {
  name: text,
  args: { name: '', type: 'array', items: text },
  limits: { name: '', type: 'object', additionalProperties: quantity },
});
const schema = struct('Deployment', {
  apiVersion: text,
  kind: text,
  metadata: struct('ObjectMeta', {
    name: text,
    labels: { name: '', type: 'object', additionalProperties: text },
    creationTimestamp: { name: 'Time', type: 'string', format: 'date-time' },
    renewTime: { name: 'MicroTime', type: 'string', format: 'micro-time' },
  }),
  spec: struct('DeploymentSpec', {
    replicas: int32,
    big: { name: '', type: 'integer', format: 'int64' },
    paused: { name: '', type: 'boolean' },
    maxSurge: { name: 'IntOrString', type: 'string', format: 'int-or-string' },
    containers: { name: '', type: 'array', items: container },
    raw: { name: 'RawExtension', type: 'any' },
    data: { name: '', type: 'object', additionalProperties: { name: '', type: 'string', format: 'byte' } },
  }),
});

const decode = (value: unknown, strict = true) => decodeJson(typeof value === 'string' ? value : JSON.stringify(value), schema, { strict });

function refusal(value: unknown, strict = true): string {
  try {
    decode(value, strict);
  } catch (error) {
    return (error as Error).message;
  }
  return 'decoded';
}

test('times are canonical, also those of recent bodies', () => {
  const texts = Array.from({ length: 600 }, (_, second) => new Date(Date.UTC(2026, 0, 1) + second * 1_500).toISOString());
  for (const text of [...texts, ...texts.reverse()])
    expect(decode({ metadata: { creationTimestamp: text, renewTime: text } }).value).toEqual({
      metadata: { creationTimestamp: `${text.slice(0, 19)}Z`, renewTime: `${text.slice(0, -1)}000Z` },
    });
});

test("decoded bodies equal Go's", () => {
  const body = {
    metadata: { name: 'web', labels: { a: null }, creationTimestamp: null, renewTime: '2026-01-01T02:00:00.5+02:00', extra: 1 },
    spec: {
      replicas: 0,
      maxSurge: '25%',
      containers: [{ name: 'a', limits: { cpu: 0.5, memory: '1024Mi' } }, null],
      raw: { Any: [1, null] },
      data: { k: 'dg==' },
    },
  };
  const expected = {
    metadata: { name: 'web', labels: { a: '' }, renewTime: '2026-01-01T00:00:00.500000Z' },
    spec: {
      replicas: 0,
      maxSurge: '25%',
      containers: [{ name: 'a', limits: { cpu: '500m', memory: '1Gi' } }, {}],
      raw: { Any: [1, null] },
      data: { k: 'dg==' },
    },
  };
  expect(decode(body)).toEqual({ value: expected, strictErrors: ['unknown field "metadata.extra"'] });
  expect(decode(body, false)).toEqual({ value: expected, strictErrors: [] });
});

test('unknown and duplicate fields are reported in text order; the last duplicate wins', () => {
  const body = `{"metadate":{"x":{"x":1,"x":2}},"metadata":{"name":"a","Name":"b","name":"c","labels":{"a":"1","a":"2"}},
    "spec":{"containers":[{"nmae":"x"}],"replicas":1,"replicas":2}}`;
  const { value, strictErrors } = decode(body);
  expect(value).toEqual({ metadata: { name: 'c', labels: { a: '2' } }, spec: { containers: [{}], replicas: 2 } });
  expect(strictErrors).toEqual([
    'unknown field "metadate"',
    'unknown field "metadata.Name"',
    'duplicate field "metadata.name"',
    'duplicate field "metadata.labels.a"',
    'unknown field "spec.containers[0].nmae"',
    'duplicate field "spec.replicas"',
  ]);
  expect(
    decodeRefusal({ kind: 'Deployment', version: 'v1' }, 'Deployment', strictErrorText(strictErrors.slice(0, 2))).status,
  ).toMatchObject({
    code: 400,
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "metadate", unknown field "metadata.Name"',
  });
});

test("wrong types have Go's messages", () => {
  expect(
    [
      { spec: { replicas: 'three' } },
      { spec: { replicas: 1.5 } },
      { spec: { replicas: 2 ** 31 } },
      '{"spec":{"big":9223372036854775808}}',
      { spec: { paused: 'yes' } },
      { spec: [] },
      { spec: { containers: {} } },
      { spec: { containers: [{ args: [1] }] } },
      { metadata: { labels: { a: 1 } } },
      { metadata: { labels: 'x' } },
      { metadata: { name: true } },
      { spec: { maxSurge: false } },
      { spec: { containers: [{ limits: { memory: '1Gb' } }] } },
      { metadata: { creationTimestamp: 'today' } },
      { spec: { data: { k: 'a=b' } } },
      [],
    ].map((body) => refusal(body)),
  ).toEqual([
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    'json: cannot unmarshal number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    'json: cannot unmarshal number 9223372036854775808 into Go struct field DeploymentSpec.spec.big of type int64',
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool',
    'json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec',
    'json: cannot unmarshal object into Go struct field DeploymentSpec.spec.containers of type []v1.Container',
    'json: cannot unmarshal number into Go struct field Container.spec.containers.args of type string',
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string',
    'json: cannot unmarshal bool into Go value of type int32',
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    'parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse "today" as "2006"',
    'illegal base64 data at input byte 1',
    'json: cannot unmarshal array into Go value of type v1.Deployment',
  ]);
});

test("syntax errors have Go's messages, strict or not", () => {
  const broken = [
    '',
    '{',
    '{"a" 1}',
    '{"a":1 "b"}',
    '{a:1}',
    '[1 2]',
    'tru',
    'trux',
    '-x',
    '"a\n"',
    '"\\x"',
    '"\\u12g4"',
    '{} x',
    "{'a':1}",
    '{"a":1,}',
    '[1,]',
    'nan',
  ];
  const expected = [
    'unexpected end of JSON input',
    'unexpected end of JSON input',
    "invalid character '1' after object key",
    "invalid character '\"' after object key:value pair",
    "invalid character 'a' looking for beginning of object key string",
    "invalid character '2' after array element",
    'unexpected end of JSON input',
    "invalid character 'x' in literal true (expecting 'e')",
    "invalid character 'x' in numeric literal",
    "invalid character '\\n' in string literal",
    "invalid character 'x' in string escape code",
    "invalid character 'g' in \\u hexadecimal character escape",
    "invalid character 'x' after top-level value",
    "invalid character '\\'' looking for beginning of object key string",
    "invalid character '}' looking for beginning of object key string",
    "invalid character ']' looking for beginning of value",
    "invalid character 'a' in literal null (expecting 'u')",
  ].map((message) => `couldn't get version/kind; json parse error: ${message}`);
  expect(broken.map((body) => refusal(body))).toEqual(expected);
  expect(broken.map((body) => refusal(body, false))).toEqual(expected);
});

test('depth is bounded with and without schema', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  for (const strict of [true, false]) expect(() => decodeJson(deep, undefined, { strict })).toThrow('exceeded max depth');
  expect(() => decodeJson(`{"spec":{"raw":${'['.repeat(2_000)}${']'.repeat(2_000)}}}`, schema, { strict: false })).toThrow(
    'exceeded max depth',
  );
});

test('the number of values is bounded, since validation of a million empty items needs a gigabyte', () => {
  const items = (count: number) => `{"spec":{"raw":[${Array(count).fill('{}').join()}]}}`;
  // Each item has two marks: its own bracket, and a bracket or comma of the list. Two objects stand above.
  const most = (BODY_VALUES_MAX - 2) / 2;
  expect(JSON.stringify(decodeJson(items(most), schema).value)).toBe(items(most));
  for (const one of [schema, undefined])
    expect(() => decodeJson(items(most + 1), one, { strict: false })).toThrow('exceeded max number of values: 250000');
  expect(decodeJson(JSON.stringify({ spec: { raw: ',[{'.repeat(BODY_VALUES_MAX) } }), schema).strictErrors).toEqual([]);
});

test('__proto__ is data where keys are free, and unknown elsewhere', () => {
  const { value, strictErrors } = decode('{"__proto__":{"x":1},"metadata":{"labels":{"__proto__":"p"}}}');
  expect(strictErrors).toEqual(['unknown field "__proto__"']);
  expect(JSON.stringify(value)).toBe('{"metadata":{"labels":{"__proto__":"p"}}}');
});

test('both decoders agree on strict errors', () => {
  const key = fc.constantFrom('metadata', 'name', 'labels', 'spec', 'a:b', 'a\\"', '\\\\');
  const leaf = fc.constantFrom('"x"', '":"', '"\\\\"', '"\\":"', '1', '{}', '[]');
  const object = fc
    .array(fc.tuple(key, leaf), { maxLength: 4 })
    .map((all) => `{${all.map(([name, value]) => `"${name}": ${value}`).join(',')}}`);
  const body = fc
    .array(fc.tuple(key, fc.oneof(leaf, object)), { maxLength: 4 })
    .map((all) => `{${all.map(([name, value]) => `"${name}" :${value}`).join(',')}}`);
  fc.assert(
    fc.property(body, (text) => {
      for (const one of [schema, undefined])
        expect(breaksStrictness(marksOf(text), JSON.parse(text), one)).toBe(readJsonStrictly(text, one).strictErrors.length > 0);
    }),
    { numRuns: 500 },
  );
});

test('the strict decoder accepts every text of `JSON.parse`, with equal values', () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      expect(readJsonStrictly(body, undefined).value).toEqual(JSON.parse(body));
    }),
  );
});

test('the strict decoder refuses every text refused by `JSON.parse`', () => {
  const soup = fc.string({
    unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '\\', '1', '-', '.', 'e', 'true', 'null', ' ', '0'),
  });
  const reads = (run: () => unknown) => {
    try {
      run();
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(soup, (body) => {
      expect(reads(() => readJsonStrictly(body, undefined))).toBe(reads(() => JSON.parse(body)));
    }),
    { numRuns: 2_000 },
  );
});

test('required lists default to empty', () => {
  const endpoint = { ...struct('Endpoint', { addresses: { name: '', type: 'array', items: text }, node: text }), required: ['addresses'] };
  const slice = { ...struct('Slice', { endpoints: { name: '', type: 'array', items: endpoint } }), required: ['endpoints'] };
  const decoded = ['{}', '{"endpoints":null}', '{"endpoints":[{"node":"a"},null]}'].map((body) => decodeJson(body, slice).value);
  const endpoints = [{ node: 'a', addresses: [] }, { addresses: [] }];
  expect(decoded).toEqual([{ endpoints: [] }, { endpoints: [] }, { endpoints }]);
});

test('required strings default to empty, also inside a null list item', () => {
  const taint = { ...struct('Taint', { key: text, effect: text, value: text }), required: ['key', 'effect'] };
  const node = struct('Node', { taints: { name: '', type: 'array', items: taint } });
  const decoded = decodeJson('{"taints":[{"value":"a"},null,{"key":"b","effect":null}]}', node);
  expect(decoded.value).toEqual({
    taints: [
      { value: 'a', key: '', effect: '' },
      { key: '', effect: '' },
      { key: 'b', effect: '' },
    ],
  });
});

test("a null time in a map or list has Go's zero form", () => {
  const time: Schema = { name: '', type: 'string', format: 'date-time' };
  const evictions = { name: '', type: 'object', additionalProperties: time } as const;
  const budget = struct('Budget', { evicted: evictions, seen: { name: '', type: 'array', items: { ...time, format: 'micro-time' } } });
  expect(decodeJson('{"evicted":{"web-1":null},"seen":[null]}', budget).value).toEqual({ evicted: { 'web-1': null }, seen: [null] });
});

test('empty lists and maps are omitted, as in Go; required ones and structs stay', () => {
  const whole: Schema = {
    ...schema,
    required: ['must'],
    properties: new Map(schema.properties).set('must', { name: '', type: 'array', items: text }),
  };
  const body = { metadata: { labels: {} }, must: [], spec: { containers: [{ name: 'a', args: [], limits: {} }], data: {} } };
  expect(decodeJson(JSON.stringify(body), whole).value).toEqual({ metadata: {}, must: [], spec: { containers: [{ name: 'a' }] } });
});
