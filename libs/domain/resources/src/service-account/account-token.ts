import { decodeText, encodeText } from '../generic/base64.ts';

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

const HEADER = { alg: 'none', typ: 'JWT' };

/** Encodes claims as an unsigned JWT (`alg: none`). */
export function encodeAccountToken(claims: AccountClaims): string {
  return `${encodePart(HEADER)}.${encodePart(claims)}.`;
}

/** Decodes a token; undefined for tokens of other issuers. */
export function decodeAccountToken(token: string): AccountClaims | undefined {
  const [header, claims, signature, ...rest] = token.split('.');
  if (header !== encodePart(HEADER) || claims === undefined || signature !== '' || rest.length > 0) return undefined;
  const payload = decodePart(claims);
  return isAccountClaims(payload) ? payload : undefined;
}

function isAccountClaims(payload: unknown): payload is AccountClaims {
  const { iss, aud, sub, 'kubernetes.io': objects } = (payload ?? {}) as Partial<AccountClaims>;
  return iss === TOKEN_ISSUER && Array.isArray(aud) && typeof sub === 'string' && typeof objects?.serviceaccount?.name === 'string';
}

function encodePart(value: object): string {
  return encodeText(JSON.stringify(value)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}

function decodePart(part: string): unknown {
  try {
    return JSON.parse(decodeText(part.replaceAll('-', '+').replaceAll('_', '/')));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
