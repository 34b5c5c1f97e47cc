import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { type AccountClaims, decodeAccountToken, encodeAccountToken, TOKEN_ISSUER } from './account-token.ts';
import { base64Url, seededTokenSigner } from './token-signer.ts';

const SIGNER = seededTokenSigner(new SeededRandom(1));
const CLAIMS: AccountClaims = {
  aud: [TOKEN_ISSUER],
  exp: 3_600,
  iat: 0,
  iss: TOKEN_ISSUER,
  jti: 'ü?',
  'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'web', uid: '1' } },
  nbf: 0,
  sub: 'system:serviceaccount:default:web',
};

test('a token decodes to its claims, and its header names algorithm and key', () => {
  const token = encodeAccountToken(CLAIMS, SIGNER);
  expect(decodeAccountToken(token)).toEqual(CLAIMS);
  expect(token.split('.')[0]).toBe(base64Url(JSON.stringify({ alg: 'HS256', kid: SIGNER.keyId })));
});

test.each([
  ['an empty text', ''],
  ['a word', 'secret'],
  ['a token of another issuer', encodeAccountToken({ ...CLAIMS, iss: 'https://example.com' }, SIGNER)],
  ['a token with claims that are not JSON', 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJ.'],
  ['a token with four parts', `${encodeAccountToken(CLAIMS, SIGNER)}.x`],
])('%s has no claims', (_, text) => {
  expect(decodeAccountToken(text)).toBeUndefined();
});
