import { encodeBase64 } from '@klockwork/api-machinery';
import { expect, test } from 'vitest';
import { podUser } from './pod-user.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

function token(claims: object): string {
  const bytes = Uint8Array.from(JSON.stringify(claims), (char) => char.charCodeAt(0));
  return `eyJhbGciOiJub25lIn0.${encodeBase64(bytes).replace(/=+$/, '')}.`;
}

const good = { iss: ISSUER, aud: [ISSUER], sub: 'system:serviceaccount:shop:cart', exp: NOW / 1_000 + 1 };

test('a token of a service account stands for that', () => {
  expect(podUser(`Bearer ${token(good)}`, NOW)).toBe('system:serviceaccount:shop:cart');
});

test.each<[string, string | undefined]>([
  ['no header', undefined],
  ['another scheme', `Basic ${token(good)}`],
  ['no token of claims', 'Bearer abc'],
  ['what is no JSON', 'Bearer a.YWJj.'],
  ['claims that are no object', `Bearer ${token([1])}`],
  ['an expired one', `Bearer ${token({ ...good, exp: NOW / 1_000 })}`],
  ['one for others', `Bearer ${token({ ...good, aud: ['vault'] })}`],
  ['one by others', `Bearer ${token({ ...good, iss: 'https://example.com' })}`],
  ['one of a user', `Bearer ${token({ ...good, sub: 'kubernetes-admin' })}`],
])('%s stands for nobody', (_, authorization) => {
  expect(podUser(authorization, NOW)).toBeUndefined();
});
