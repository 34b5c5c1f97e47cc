import { expect, test } from 'vitest';
import { ALICE_REQUEST, CA_CERTIFICATE } from '../testing/certificates.ts';
import { tlsPairProblem } from './tls-pair.ts';

const pem = (type: string, body: string) => `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
const KEY = pem('EC PRIVATE KEY', 'MAMCAQE=');

test('a certificate and a key of any supported form are accepted', () => {
  expect(tlsPairProblem(`${CA_CERTIFICATE}\n${CA_CERTIFICATE}`, KEY)).toBeUndefined();
  expect(tlsPairProblem(CA_CERTIFICATE, `${pem('EC PARAMETERS', 'BgUrgQQACg==')}${KEY}`)).toBeUndefined();
});

test.each<[string, string, string, string]>([
  ['nothing', '', '', 'tls: failed to find any PEM data in certificate input'],
  ['words', 'certificate', 'key', 'tls: failed to find any PEM data in certificate input'],
  ['a block that is no base64', pem('CERTIFICATE', 'MA*='), KEY, 'tls: failed to find any PEM data in certificate input'],
  ['a certificate alone', CA_CERTIFICATE, '', 'tls: failed to find any PEM data in key input'],
  [
    'both the other way round',
    KEY,
    CA_CERTIFICATE,
    'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
  ],
  ['a certificate twice', CA_CERTIFICATE, CA_CERTIFICATE, 'tls: found a certificate rather than a key in the PEM for the private key'],
  [
    'other blocks in place of the certificate',
    `${ALICE_REQUEST}\n${KEY}`,
    KEY,
    'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [CERTIFICATE REQUEST EC PRIVATE KEY]',
  ],
  [
    'another block in place of the key',
    CA_CERTIFICATE,
    pem('EC PARAMETERS', 'MAA='),
    'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [EC PARAMETERS]',
  ],
  ['a certificate of no bytes', pem('CERTIFICATE', ''), KEY, 'x509: malformed certificate'],
  ['a certificate of one number', pem('CERTIFICATE', 'MAMCAQE='), KEY, 'x509: malformed tbs certificate'],
  ['a key of no form', CA_CERTIFICATE, pem('PRIVATE KEY', 'AgEB'), 'tls: failed to parse private key'],
])("invalid pairs have Go's message: %s", (_, certificate, key, problem) => {
  expect(tlsPairProblem(certificate, key)).toBe(problem);
});
