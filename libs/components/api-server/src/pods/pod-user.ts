import { decodeBase64 } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';

/** Who issues the tokens of service accounts, and for whom. */
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

interface Claims {
  readonly iss?: unknown;
  readonly aud?: unknown;
  readonly sub?: unknown;
  readonly exp?: unknown;
}

/**
 * Whom a bearer token of a service account stands for: `system:serviceaccount:NAMESPACE:NAME`. Undefined for a token that is none, is
 * for others, or has expired. Nobody has signed it, so it is taken from pods only, whose nodes wrote it for them.
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
    const claims: unknown = JSON.parse(String.fromCharCode(...bytes));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
