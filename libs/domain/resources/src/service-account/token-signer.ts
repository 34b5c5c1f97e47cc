import { bytesOf, encodeBase64, hmacSha256, type Random, sha256 } from '@klockwork/kernel';

/** Public key of a signer as JSON Web Key (RFC 7517), in upstream's order of fields. */
export interface PublicTokenKey {
  readonly use: 'sig';
  readonly kty: 'EC';
  readonly kid: string;
  readonly crv: 'P-256';
  readonly alg: 'ES256';
  readonly x: string;
  readonly y: string;
}

/** Key of a lab that signs service account tokens. */
export interface TokenSigner {
  readonly algorithm: 'ES256' | 'HS256';
  /** Identifier of the key in the tokens' header. */
  readonly keyId: string;
  /** Key for relying parties; absent for a symmetric key. */
  readonly publicKey?: PublicTokenKey;
  /** Returns the signature in base64url, without padding. */
  sign(text: string): string;
  /** Returns true for a signature in base64url that this key made of the text. */
  verify(text: string, signature: string): boolean;
}

/** Returns a signer determined by a seed, for clusters in one process: HMAC-SHA-256, whose signatures repeat. */
export function seededTokenSigner(random: Random): TokenSigner {
  const key = Array.from({ length: 4 }, () => random.uuid()).join('');
  const sign = (text: string) => base64Url(hmacSha256(key, text));
  return { algorithm: 'HS256', keyId: sha256(key), sign, verify: (text, signature) => sign(text) === signature };
}

/** Returns a byte string in base64url, without padding. */
export function base64Url(bytes: string): string {
  return encodeBase64(bytesOf(bytes)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}
