import { decodeBase64, decodeUtf8, utf8 } from '@klockwork/kernel';
import { base64Url, type TokenSigner } from './token-signer.ts';

/** Issuer of tokens, and their default audience: the API server. */
export const TOKEN_ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Object in a token's claims: its account, or the object it is bound to. */
export interface ClaimedObject {
  readonly name?: string;
  readonly uid?: string;
}

/** Claims of a service account token. Times are seconds since 1970. Models `pkg/serviceaccount/claims.go`. */
export interface AccountClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti?: string;
  readonly 'kubernetes.io': {
    readonly namespace?: string;
    readonly node?: ClaimedObject;
    readonly pod?: ClaimedObject;
    readonly secret?: ClaimedObject;
    readonly serviceaccount: ClaimedObject;
    /** Time after which uses are reported as stale. */
    readonly warnafter?: number;
  };
  readonly nbf: number;
  readonly sub: string;
}

/** Parts of a JSON Web Token before its verification. */
export interface TokenParts {
  readonly header: { readonly alg?: unknown; readonly kid?: unknown };
  readonly claims: { readonly iss?: unknown };
  /** Text below the signature. */
  readonly signed: string;
  readonly signature: string;
}

const BASE64_URL = /^[\w-]*$/;

/** Encodes claims as a signed JWT. Models `JWTTokenGenerator` of `pkg/serviceaccount/jwt.go`. */
export function encodeAccountToken(claims: AccountClaims, signer: TokenSigner): string {
  const signedText = `${encodePart({ alg: signer.algorithm, kid: signer.keyId })}.${encodePart(claims)}`;
  return `${signedText}.${signer.sign(signedText)}`;
}

/** Returns the claims of a token without a check of its signature; undefined for other texts. */
export function decodeAccountToken(token: string): AccountClaims | undefined {
  const { claims } = tokenParts(token) ?? {};
  return claims?.iss === TOKEN_ISSUER ? (claims as AccountClaims) : undefined;
}

/** Splits a token; undefined for texts of other formats. */
export function tokenParts(token: string): TokenParts | undefined {
  const [first = '', second = '', signature, ...rest] = token.split('.');
  if (signature === undefined || rest.length > 0 || ![first, second, signature].every((part) => BASE64_URL.test(part))) return undefined;
  const [header, claims] = [decodePart(first), decodePart(second)];
  return header && claims && { header, claims, signed: `${first}.${second}`, signature };
}

function encodePart(value: object): string {
  return base64Url(utf8.encode(JSON.stringify(value)));
}

function decodePart(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(decodeUtf8(decodeBase64(part.replaceAll('-', '+').replaceAll('_', '/'))));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
