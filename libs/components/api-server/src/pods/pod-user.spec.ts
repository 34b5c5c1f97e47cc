import { encodeBase64 } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { podUser } from './pod-user.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

function token(claims: object): string {
  const bytes = Uint8Array.from(JSON.stringify(claims), (char) => char.charCodeAt(0));
  return `eyJhbGciOiJub25lIn0.${encodeBase64(bytes).replace(/=+$/, '')}.`;
}

const good = { iss: ISSUER, aud: [ISSUER], sub: 'system:serviceaccount:shop:cart', exp: NOW / 1_000 + 1 };

test("a service account's token authenticates its account", () => {
  expect(podUser(`Bearer ${token(good)}`, NOW)).toBe('system:serviceaccount:shop:cart');
});

test.each<[string, string | undefined]>([
  ['no header', undefined],
  ['another scheme', `Basic ${token(good)}`],
  ['a token without claims', 'Bearer abc'],
  ['invalid JSON', 'Bearer a.YWJj.'],
  ['claims other than an object', `Bearer ${token([1])}`],
  ['an expired token', `Bearer ${token({ ...good, exp: NOW / 1_000 })}`],
  ['a token for another audience', `Bearer ${token({ ...good, aud: ['vault'] })}`],
  ['a token by another issuer', `Bearer ${token({ ...good, iss: 'https://example.com' })}`],
  ["a user's token", `Bearer ${token({ ...good, sub: 'kubernetes-admin' })}`],
])('%s authenticates no user', (_, authorization) => {
  expect(podUser(authorization, NOW)).toBeUndefined();
});
