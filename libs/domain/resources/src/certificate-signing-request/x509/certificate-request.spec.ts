import { decodeBase64, encodeBase64 } from '@klockwork/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../../generic/base64.ts';
import { ALICE_REQUEST, CA_CERTIFICATE, CAROL_REQUEST, MASTERS_REQUEST, NODE_SERVING_REQUEST } from '../../testing/index.ts';
import { NO_NAMES } from './alternative-names.ts';
import { certificateProblem, readCertificateRequest } from './certificate-request.ts';
import { DerError, oidText, readDer } from './der.ts';

const pem = (type: string, body: string) => `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
const read = (text: string) => readCertificateRequest(encodeText(text));

test.each([
  [ALICE_REQUEST, 'alice', ['team-a'], NO_NAMES],
  [`words before\n${MASTERS_REQUEST}\nand behind`, 'mallory', ['system:masters'], NO_NAMES],
  [CAROL_REQUEST, 'carol', ['team-a', 'team-b'], NO_NAMES],
  [
    NODE_SERVING_REQUEST,
    'system:node:node-9',
    ['system:nodes'],
    { ...NO_NAMES, dns: ['node-9'], addresses: [Uint8Array.of(172, 18, 0, 9)] },
  ],
])('a certificate request is parsed with its names', (text, commonName, organizations, alternativeNames) => {
  expect(read(text)).toMatchObject({ request: { commonName, organizations, alternativeNames } });
});

describe('a request is refused', () => {
  const [, ...lines] = ALICE_REQUEST.split('\n').slice(0, -1);
  test.each<[string, string, string]>([
    ['without PEM', 'please', 'PEM block type must be CERTIFICATE REQUEST'],
    ['with a certificate', CA_CERTIFICATE, 'PEM block type must be CERTIFICATE REQUEST'],
    [
      'with a different end',
      '-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE-----',
      'PEM block type must be CERTIFICATE REQUEST',
    ],
    ['with a start inside a line', `a ${ALICE_REQUEST}`, 'PEM block type must be CERTIFICATE REQUEST'],
    ['without bytes', pem('CERTIFICATE REQUEST', ''), 'asn1: syntax error: sequence truncated'],
    ['with truncated data', pem('CERTIFICATE REQUEST', lines.slice(0, 2).join('\n')), 'asn1: syntax error: data truncated'],
    ['with another structure', pem('CERTIFICATE REQUEST', 'AgEA'), "asn1: structure error: tags don't match (16 vs 2)"],
    ['with indefinite length', pem('CERTIFICATE REQUEST', 'MIA='), 'asn1: structure error: length too large'],
    ['with an oversized length', pem('CERTIFICATE REQUEST', 'MIEA'), 'asn1: structure error: non-minimal length'],
    [
      'with trailing data',
      pem('CERTIFICATE REQUEST', encodeBase64(Uint8Array.from([...decodeBase64(lines.join('')), 5, 0]))),
      'asn1: syntax error: trailing data',
    ],
  ])('a certificate request %s is refused', (_, text, problem) => {
    expect(read(text)).toEqual({ problem });
  });
});

test('certificates must be PEM blocks without headers or other data', () => {
  const problem = (text: string) => certificateProblem(encodeText(text));
  expect([certificateProblem(undefined), problem(CA_CERTIFICATE), problem(`${CA_CERTIFICATE}\n${CA_CERTIFICATE}`)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([
    problem('x'),
    problem(ALICE_REQUEST),
    problem(pem('CERTIFICATE', 'Proc-Type: 4\n\nMAA=')),
    problem(pem('CERTIFICATE', '')),
    problem(pem('CERTIFICATE', 'MAA=')),
  ]).toEqual([
    'must contain at least one CERTIFICATE PEM block',
    'only CERTIFICATE PEM blocks are allowed, found "CERTIFICATE REQUEST"',
    'no PEM block headers are permitted',
    'found CERTIFICATE PEM block containing 0 certificates',
    'asn1: syntax error: sequence truncated',
  ]);
});

test('a parse of arbitrary bytes ends with values or a problem', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(readDer(bytes).every(({ content }) => content.length < bytes.length)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
  );
});

test('an object identifier is numbers with dots', () => {
  expect([oidText(Uint8Array.of(0x55, 4, 10)), oidText(decodeBase64('KoZIzj0EAwI=')), oidText(Uint8Array.of(0x88, 0x37))]).toEqual([
    '2.5.4.10',
    '1.2.840.10045.4.3.2',
    '2.999',
  ]);
});
