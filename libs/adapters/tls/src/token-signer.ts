import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicTokenKey, TokenSigner } from '@klockwork/resources';
import { writePrivate } from './write-private.ts';

/** Format of signatures in JSON Web Tokens: both numbers, without ASN.1 (RFC 7518, 3.4). */
const ENCODING = 'ieee-p1363';

/** Signs account tokens by ES256 with a lab's key. */
export class KeyTokenSigner implements TokenSigner {
  readonly algorithm = 'ES256';
  readonly keyId: string;
  readonly publicKey: PublicTokenKey;
  readonly #private: KeyObject;
  readonly #public: KeyObject;

  /** `pem`: private key of the curve P-256. */
  constructor(pem: string) {
    this.#private = createPrivateKey(pem);
    this.#public = createPublicKey(this.#private);
    this.keyId = keyIdOf(this.#public);
    const { x = '', y = '' } = this.#public.export({ format: 'jwk' });
    this.publicKey = { use: 'sig', kty: 'EC', kid: this.keyId, crv: 'P-256', alg: 'ES256', x, y };
  }

  sign(text: string): string {
    return sign('sha256', Buffer.from(text), { key: this.#private, dsaEncoding: ENCODING }).toString('base64url');
  }

  verify(text: string, signature: string): boolean {
    return verify('sha256', Buffer.from(text), { key: this.#public, dsaEncoding: ENCODING }, Buffer.from(signature, 'base64url'));
  }
}

/** Loads the signer in `folder`; the first call creates its key. File names are kubeadm's. */
export function loadTokenSigner(folder: string): KeyTokenSigner {
  const file = join(folder, 'sa.key');
  if (existsSync(file)) return new KeyTokenSigner(readFileSync(file, 'utf8'));
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writePrivate(join(folder, 'sa.pub'), String(publicKey.export({ type: 'spki', format: 'pem' })));
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writePrivate(file, pem);
  return new KeyTokenSigner(pem);
}

/** Models `keyIDFromPublicKey` of `pkg/serviceaccount/jwt.go`. */
function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}
