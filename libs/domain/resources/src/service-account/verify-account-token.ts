import { goQuote } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type AccountClaims, TOKEN_ISSUER, tokenParts } from './account-token.ts';
import type { TokenSigner } from './token-signer.ts';

/** Result of a token's verification. `unknown`: no token of this issuer. */
export type TokenVerdict =
  | { readonly type: 'valid'; readonly claims: AccountClaims; readonly audiences: readonly string[] }
  | { readonly type: 'unknown' }
  | { readonly type: 'refused'; readonly message: string };

/** Inputs of a verification, beside the token. */
export interface TokenCheck {
  readonly signer: TokenSigner;
  /** Audiences of which the token needs one. */
  readonly audiences: readonly string[];
  readonly now: LabTime;
}

/** Tolerance in seconds for clocks of issuer and verifier. Models `DefaultLeeway` of go-jose. */
export const TOKEN_LEEWAY_SECONDS = 60;

/** Checks issuer, signature, audience and times of a token. Models `jwtTokenAuthenticator` of `pkg/serviceaccount/jwt.go`. */
export function verifyAccountToken(token: string, { signer, audiences, now }: TokenCheck): TokenVerdict {
  const parts = tokenParts(token);
  if (parts?.claims.iss !== TOKEN_ISSUER) return { type: 'unknown' };
  const { kid = '', alg } = parts.header;
  if (kid !== '' && kid !== signer.keyId) return refused('invalid signature, no keys found');
  if (alg !== signer.algorithm || !signer.verify(parts.signed, parts.signature))
    return refused('go-jose/go-jose: error in cryptographic primitive');
  const claims = parts.claims as AccountClaims;
  const own = audiencesOf(claims);
  const sharedAudiences = audiences.filter((audience) => own.includes(audience));
  if (sharedAudiences.length === 0)
    return refused(`token audiences ${quoted(own)} is invalid for the target audiences ${quoted(audiences)}`);
  const late = timeProblem(claims, now / 1_000);
  return late === undefined ? { type: 'valid', claims, audiences: sharedAudiences } : refused(late);
}

/** Returns a token's audiences: a list or one text; the API itself without any. Models `implicitAuds` of `pkg/serviceaccount/jwt.go`. */
function audiencesOf({ aud }: { readonly aud?: string | readonly string[] }): readonly string[] {
  const audiences = typeof aud === 'string' ? [aud] : (aud ?? []);
  return audiences.length === 0 ? [TOKEN_ISSUER] : audiences;
}

function timeProblem({ nbf, exp, iat }: AccountClaims, seconds: number): string | undefined {
  if (seconds + TOKEN_LEEWAY_SECONDS < nbf) return 'service account token is not valid yet';
  if (seconds - TOKEN_LEEWAY_SECONDS > exp) return 'service account token has expired';
  return seconds + TOKEN_LEEWAY_SECONDS < iat ? 'service account token is issued in the future' : undefined;
}

function refused(message: string): TokenVerdict {
  return { type: 'refused', message };
}

function quoted(audiences: readonly string[]): string {
  return `[${audiences.map((audience) => goQuote(audience)).join(' ')}]`;
}
