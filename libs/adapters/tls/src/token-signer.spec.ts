import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenSignerContract } from '@klockwork/resources/testing';
import { expect, onTestFinished, test } from 'vitest';
import { KeyTokenSigner, loadTokenSigner } from './token-signer.ts';

tokenSignerContract(() => new KeyTokenSigner(pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)));

/** Key of RFC 7515, A.3. */
const RFC_KEY = {
  ...{ kty: 'EC', crv: 'P-256', d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI' },
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

test("a signature of RFC 7515's example verifies, and the public key is the example's", () => {
  const signer = new KeyTokenSigner(pemOf(createPrivateKey({ format: 'jwk', key: RFC_KEY })));
  const claims = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  const signature = 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';
  expect(signer.verify(`eyJhbGciOiJFUzI1NiJ9.${claims}`, signature)).toBe(true);
  expect(signer.publicKey).toEqual({
    ...{ use: 'sig', kty: 'EC', kid: signer.keyId, crv: 'P-256', alg: 'ES256' },
    ...{ x: RFC_KEY.x, y: RFC_KEY.y },
  });
});

test('the key is created at the first start, readable by its owner only, and kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-signer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = loadTokenSigner(folder);
  expect(loadTokenSigner(folder).publicKey).toEqual(first.publicKey);
  expect(['sa.key', 'sa.pub'].map((file) => statSync(join(folder, file)).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(readFileSync(join(folder, 'sa.pub'), 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
});

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
