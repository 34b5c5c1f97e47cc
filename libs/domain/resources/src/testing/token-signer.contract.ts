import { describe, expect, test } from 'vitest';
import type { TokenSigner } from '../service-account/token-signer.ts';

/** Tests a signer of account tokens. `create` returns a signer with a key of its own at each call. */
export function tokenSignerContract(create: () => TokenSigner): void {
  describe('contract of a token signer', () => {
    test('a signature is base64url, and verifies its text only', () => {
      const signer = create();
      const signature = signer.sign('header.claims');
      expect(signature).toMatch(/^[\w-]{43,}$/);
      expect([signer.verify('header.claims', signature), signer.verify('header.claim', signature)]).toEqual([true, false]);
    });

    test.each([
      ['an empty signature', ''],
      ['a short signature', 'AAAA'],
      ['a long signature', 'A'.repeat(200)],
    ])('%s verifies no text', (_, signature) => {
      expect(create().verify('header.claims', signature)).toBe(false);
    });

    test('a signature of another key is refused, and the key ids differ', () => {
      const [signer, other] = [create(), create()];
      expect(signer.verify('a.b', other.sign('a.b'))).toBe(false);
      expect(signer.keyId).not.toBe(other.keyId);
    });
  });
}
