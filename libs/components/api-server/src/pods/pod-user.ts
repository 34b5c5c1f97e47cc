import { byteString, decodeBase64, type LabTime } from '@klockwork/kernel';

/** Issuer and audience of service account tokens. */
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

interface Claims {
  readonly iss?: unknown;
  readonly aud?: unknown;
  readonly sub?: unknown;
  readonly exp?: unknown;
}

/**
 * Returns the user of a service account's bearer token: `system:serviceaccount:NAMESPACE:NAME`. Undefined for an invalid, foreign or
 * expired token. Tokens are unsigned, so only requests from pods may use them: nodes wrote these tokens.
 */
export function podUser(authorization: string | undefined, now: LabTime): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const claims = claimsOf(token?.split('.')[1] ?? '');
  if (claims?.iss !== ISSUER || typeof claims.sub !== 'string' || typeof claims.exp !== 'number') return undefined;
  const isForUs = Array.isArray(claims.aud) && claims.aud.includes(ISSUER);
  const isAccount = /^system:serviceaccount:[^:]+:[^:]+$/.test(claims.sub);
  return isForUs && isAccount && now < claims.exp * 1_000 ? claims.sub : undefined;
}

function claimsOf(part: string): Claims | undefined {
  const bytes = decodeBase64(
    part
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .padEnd(Math.ceil(part.length / 4) * 4, '='),
  );
  try {
    const claims: unknown = JSON.parse(byteString(bytes));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
