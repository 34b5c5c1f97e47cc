import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { type AccountClaims, encodeAccountToken, TOKEN_ISSUER } from './account-token.ts';
import { base64Url, seededTokenSigner, type TokenSigner } from './token-signer.ts';
import { verifyAccountToken } from './verify-account-token.ts';

const [SIGNER, FOREIGN] = [seededTokenSigner(new SeededRandom(1)), seededTokenSigner(new SeededRandom(2))];
const NOON = Date.parse('2026-01-01T12:00:00Z') / 1_000;
const CLAIMS: AccountClaims = {
  aud: [TOKEN_ISSUER, 'vault'],
  exp: NOON + 3_600,
  iat: NOON,
  iss: TOKEN_ISSUER,
  jti: 'f0d4a3c6',
  'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'web', uid: '1' } },
  nbf: NOON,
  sub: 'system:serviceaccount:default:web',
};

function verified(token: string, { audiences = [TOKEN_ISSUER], seconds = NOON } = {}) {
  return verifyAccountToken(token, { signer: SIGNER, audiences, now: seconds * 1_000 });
}

/** Returns a token whose header is replaced; the signature covers it if a signer is given. */
function withHeader(header: object, signer?: TokenSigner): string {
  const [, claims, signature] = encodeAccountToken(CLAIMS, SIGNER).split('.');
  const signed = `${base64Url(JSON.stringify(header))}.${claims}`;
  return `${signed}.${signer?.sign(signed) ?? signature}`;
}

test('a valid token has the requested audiences, in their order', () => {
  const token = encodeAccountToken(CLAIMS, SIGNER);
  expect(verified(token)).toEqual({ type: 'valid', claims: CLAIMS, audiences: [TOKEN_ISSUER] });
  expect(verified(token, { audiences: ['vault', 'x', TOKEN_ISSUER] })).toMatchObject({ audiences: ['vault', TOKEN_ISSUER] });
});

test.each<[string, unknown]>([
  ['no audience', undefined],
  ['an empty list of audiences', []],
  ['one audience as a text', TOKEN_ISSUER],
])('a token with %s is meant for the API', (_, aud) => {
  const token = encodeAccountToken({ ...CLAIMS, aud } as AccountClaims, SIGNER);
  expect(verified(token)).toMatchObject({ type: 'valid', audiences: [TOKEN_ISSUER] });
  expect(verified(token, { audiences: ['vault'] })).toMatchObject({ type: 'refused' });
});

test('a token without a key id is verified by the only key', () => {
  expect(verified(withHeader({ alg: 'HS256' }, SIGNER))).toMatchObject({ type: 'valid' });
});

test.each([
  ['an empty text', ''],
  ['a word', 'guess'],
  ['a token of another issuer', encodeAccountToken({ ...CLAIMS, iss: 'https://example.com' }, SIGNER)],
])('%s is unknown', (_, token) => {
  expect(verified(token)).toEqual({ type: 'unknown' });
});

const CRYPTO = 'go-jose/go-jose: error in cryptographic primitive';
const [HEADER, BODY, SIGNATURE] = encodeAccountToken(CLAIMS, SIGNER).split('.') as [string, string, string];

test.each<[string, string, string]>([
  ["a token of another lab's key", encodeAccountToken(CLAIMS, FOREIGN), 'invalid signature, no keys found'],
  ["a token of another lab's key under this key's id", withHeader({ alg: 'HS256', kid: SIGNER.keyId }, FOREIGN), CRYPTO],
  ['an unsigned token', `${base64Url('{"alg":"none"}')}.${BODY}.`, CRYPTO],
  ['a token of another algorithm', withHeader({ alg: 'RS256', kid: SIGNER.keyId }, SIGNER), CRYPTO],
  ['a token without its signature', `${HEADER}.${BODY}.`, CRYPTO],
  [
    'a token with changed claims',
    `${HEADER}.${base64Url(JSON.stringify({ ...CLAIMS, sub: 'system:serviceaccount:kube-system:admin' }))}.${SIGNATURE}`,
    CRYPTO,
  ],
  [
    'a token for another audience',
    encodeAccountToken({ ...CLAIMS, aud: ['vault'] }, SIGNER),
    `token audiences ["vault"] is invalid for the target audiences ["${TOKEN_ISSUER}"]`,
  ],
])('%s is refused', (_, token, message) => {
  expect(verified(token)).toEqual({ type: 'refused', message });
});

test.each<[string, Partial<AccountClaims>, number, string | undefined]>([
  ['a minute before its begin', {}, NOON - 60, undefined],
  ['earlier', {}, NOON - 61, 'service account token is not valid yet'],
  ['a minute after its end', {}, NOON + 3_660, undefined],
  ['later', {}, NOON + 3_661, 'service account token has expired'],
  ['more than a minute before its issue', { nbf: NOON - 600 }, NOON - 61, 'service account token is issued in the future'],
])('a token is judged %s, by clocks that may differ by a minute', (_, times, seconds, message) => {
  const verdict = verified(encodeAccountToken({ ...CLAIMS, ...times }, SIGNER), { seconds });
  expect(verdict).toMatchObject(message === undefined ? { type: 'valid' } : { type: 'refused', message });
});
