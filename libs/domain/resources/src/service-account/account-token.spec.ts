import { expect, test } from 'vitest';
import { type AccountClaims, decodeAccountToken, encodeAccountToken, TOKEN_ISSUER } from './account-token.ts';

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

test('a token decodes to its claims, and declares itself unsigned', () => {
  const token = encodeAccountToken(CLAIMS);
  expect(token).toMatch(/^eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0\.[\w-]+\.$/);
  expect(decodeAccountToken(token)).toEqual(CLAIMS);
});

test.each([
  ['nothing', ''],
  ['a word', 'secret'],
  ['a token that somebody signed', `${encodeAccountToken(CLAIMS)}c2ln`],
  ['a token of another issuer', encodeAccountToken({ ...CLAIMS, iss: 'https://example.com' })],
  ['a token whose claims are no JSON', 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJ.'],
  ['a token of nobody', encodeAccountToken({ ...CLAIMS, 'kubernetes.io': { serviceaccount: {} } })],
])('%s is no token of this lab', (_, text) => {
  expect(decodeAccountToken(text)).toBeUndefined();
});
