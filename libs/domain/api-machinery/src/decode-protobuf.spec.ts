import { decodeUtf8, encodeBase64 } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BODY_VALUES_MAX } from './body-values.ts';
import { DecodeError } from './decode-error.ts';
import { decodeProtobuf } from './decode-protobuf.ts';
import recorded from './recorded/custom-resource-definition.json' with { type: 'json' };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function bytes(base64: string): Uint8Array {
  const bits = [...base64.replaceAll('=', '')].map((char) => ALPHABET.indexOf(char).toString(2).padStart(6, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/* Bodies that kubectl 1.35.2 sends. */
const DEPLOYMENT =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAASDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=';
const CONFIG_MAP = 'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEiwKEQoBYxIAGgAiACoAMgA4AEIAEg4KCV9fcHJvdG9fXxIBeBIHCgFhEgLDvBoAIgA=';
const SECRET = 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWsSAXYaABoAIgA=';
const TOKEN = 'azhzAAooChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESDFRva2VuUmVxdWVzdBIdChAKABIAGgAiACoAMgA4AEIAEgMg2AQaBAoAEgAaACIA';
const API_SERVICE =
  'azhzAAonChlhcGlyZWdpc3RyYXRpb24uazhzLmlvL3YxEgpBUElTZXJ2aWNlEqYBCisKG3YxYWxwaGExLndhcmRsZS5leGFtcGxlLmNvbRIAGgAiACoAMgA4AEIAEkQKGAoHZGVmYXVsdBIKc2FtcGxlLWFwaRiTOhISd2FyZGxlLmV4YW1wbGUuY29tGgh2MWFscGhhMSAAKgJDQTjQD0DIARoxCi8KDVN0YXR1c1VwZGF0ZWQSBFRydWUaACIDRTJFKhFTZXQgZnJvbSBlMmUgdGVzdBoAIgA=';
/* Bodies made by hand. */
const RUNTIME_CLASS = 'azhzAAoeCg5ub2RlLms4cy5pby92MRIMUnVudGltZUNsYXNzEhEKCAoGZ3Zpc29yEgVydW5zYw==';
const SIGNING_REQUEST =
  'azhzAAozChZjZXJ0aWZpY2F0ZXMuazhzLmlvL3YxEhlDZXJ0aWZpY2F0ZVNpZ25pbmdSZXF1ZXN0EhoKBgoEamFuZRIQMg4KBHRlYW0SBgoBYQoBYg==';
const UNKNOWN = 'azhzAAoTCgJ2MRINUmVzb3VyY2VRdWVyeRIA';

test('kubectl create deployment --replicas=0 --port=80', () => {
  expect(decodeProtobuf(bytes(DEPLOYMENT))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }] },
        },
        strategy: {},
      },
      status: {},
    },
  });
});

test('the handler of a RuntimeClass is a text, and extra values of a signing request are lists', () => {
  expect(decodeProtobuf(bytes(RUNTIME_CLASS)).object).toEqual({
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'gvisor' },
    handler: 'runsc',
  });
  expect(decodeProtobuf(bytes(SIGNING_REQUEST)).object).toEqual({
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'jane' },
    spec: { extra: { team: ['a', 'b'] } },
  });
});

test('kubectl create configmap, secret and token', () => {
  expect(JSON.stringify(decodeProtobuf(bytes(CONFIG_MAP)).object)).toBe(
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"__proto__":"x","a":"ü"}}',
  );
  expect(decodeProtobuf(bytes(SECRET)).object).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { k: 'dg==' } });
  expect(decodeProtobuf(bytes(TOKEN)).object).toEqual({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: {},
    spec: { expirationSeconds: 600 },
    status: {},
  });
});

test('an APIService, as clients of kube-aggregator 0.35 encode it', () => {
  expect(decodeProtobuf(bytes(API_SERVICE)).object).toEqual({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1alpha1.wardle.example.com' },
    spec: {
      service: { namespace: 'default', name: 'sample-api', port: 7443 },
      ...{ group: 'wardle.example.com', version: 'v1alpha1', caBundle: 'Q0E=' },
      ...{ groupPriorityMinimum: 2_000, versionPriority: 200 },
    },
    status: { conditions: [{ type: 'StatusUpdated', status: 'True', reason: 'E2E', message: 'Set from e2e test' }] },
  });
});

test('a CustomResourceDefinition, as clients of upstream encode it', () => {
  const { status, spec, ...head } = decodeProtobuf(bytes(recorded.protobuf)).object;
  expect(head).toEqual({ apiVersion: recorded.object.apiVersion, kind: recorded.object.kind, metadata: recorded.object.metadata });
  expect(status).toEqual({ acceptedNames: {} });
  // Go's JSON omits false, as the decoder does.
  const withoutFalse = JSON.parse(JSON.stringify(recorded.object.spec), (_, value) => (value === false ? undefined : value));
  expect(spec).toEqual({ ...withoutFalse });
});

type Part = readonly [number, number | string | readonly Part[] | Uint8Array];

/** Writes a message: numbers as varints, texts and messages with their length. */
function message(parts: readonly Part[]): number[] {
  return parts.flatMap(([field, value]) => {
    if (typeof value === 'number') return [...varint(field << 3), ...varint(value)];
    const inner =
      typeof value === 'string' ? [...value].map((char) => char.charCodeAt(0)) : value instanceof Uint8Array ? [...value] : message(value);
    return [...varint((field << 3) | 2), ...varint(inner.length), ...inner];
  });
}

function varint(value: number): number[] {
  let left = BigInt.asUintN(64, BigInt(value));
  const result: number[] = [];
  for (; left >= 0x80n; left >>= 7n) result.push(Number(left & 0x7fn) | 0x80);
  return [...result, Number(left)];
}

function body(apiVersion: string, kind: string, parts: readonly Part[]): Uint8Array {
  return Uint8Array.from([
    0x6b,
    0x38,
    0x73,
    0,
    ...message([
      [
        1,
        [
          [1, apiVersion],
          [2, kind],
        ],
      ],
      [2, parts],
    ]),
  ]);
}

test('times, quantities, numbers or strings, embedded messages and negative numbers have their JSON forms', () => {
  const pod = body('v1', 'Pod', [
    [
      1,
      [
        [
          8,
          [
            [1, 1_767_225_600],
            [2, 0],
          ],
        ],
        [
          12,
          [
            [1, 'note'],
            [2, 'x'],
          ],
        ],
      ],
    ],
    [
      2,
      [
        [
          1,
          [
            [1, 'data'],
            [2, [[2, []]]],
          ],
        ],
        [
          2,
          [
            [1, 'web'],
            [
              8,
              [
                [
                  1,
                  [
                    [1, 'cpu'],
                    [2, [[1, '0.5']]],
                  ],
                ],
              ],
            ],
            [
              10,
              [
                [
                  1,
                  [
                    [
                      2,
                      [
                        [
                          2,
                          [
                            [1, 1],
                            [3, 'http'],
                          ],
                        ],
                      ],
                    ],
                  ],
                ],
                [2, 5],
              ],
            ],
          ],
        ],
        [4, 0],
        [25, -1],
      ],
    ],
  ]);
  expect(decodeProtobuf(pod).object).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { creationTimestamp: '2026-01-01T00:00:00Z', annotations: { note: 'x' } },
    spec: {
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [
        { name: 'web', resources: { limits: { cpu: '500m' } }, livenessProbe: { httpGet: { port: 'http' }, initialDelaySeconds: 5 } },
      ],
      terminationGracePeriodSeconds: 0,
      priority: -1,
    },
  });
});

test('delete options belong to every group', () => {
  const options = body('apps/v1', 'DeleteOptions', [
    [1, 0],
    [4, 'Background'],
    [5, 'All'],
  ]);
  expect(decodeProtobuf(options).object).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DeleteOptions',
    gracePeriodSeconds: 0,
    propagationPolicy: 'Background',
    dryRun: ['All'],
  });
});

test('a body that is no valid object is refused', () => {
  expect(() => decodeProtobuf(bytes(UNKNOWN))).toThrow('no kind "ResourceQuery" is registered for version "v1"');
  expect(() => decodeProtobuf(Uint8Array.from([1, 2, 3]))).toThrow('provided data does not appear to be a protobuf message');
  expect(() => decodeProtobuf(bytes(DEPLOYMENT).subarray(0, 100))).toThrow('unexpected EOF');
});

test('long lists decode in linear time, up to the maximum number of values', () => {
  const pod = (containers: number) => {
    // Empty messages, of two bytes each, in field 2 of the spec.
    const spec = new Uint8Array(2 * containers).map((_, at) => (at % 2 === 0 ? (2 << 3) | 2 : 0));
    return body('v1', 'Pod', [[2, spec]]);
  };
  expect(decodeProtobuf(pod(BODY_VALUES_MAX)).object).toMatchObject({ spec: { containers: Array(BODY_VALUES_MAX).fill({}) } });
  expect(() => decodeProtobuf(pod(BODY_VALUES_MAX + 1))).toThrow(new DecodeError('exceeded max number of values: 250000'));
});

test('broken bytes are refused, never worse', () => {
  const whole = bytes(DEPLOYMENT);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const broken = whole.slice();
      broken[at] = byte;
      try {
        decodeProtobuf(broken);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('strings and base64 are validated', () => {
  const utf8 = (text: string) => [...unescape(encodeURIComponent(text))].map((char) => char.charCodeAt(0));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (text, data) => {
      expect(decodeUtf8(Uint8Array.from(utf8(text)))).toBe(text);
      expect(bytes(encodeBase64(data))).toEqual(data);
    }),
  );
  expect(decodeUtf8(Uint8Array.from([0x61, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xe2, 0x82]))).toBe(
    'a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd',
  );
});
