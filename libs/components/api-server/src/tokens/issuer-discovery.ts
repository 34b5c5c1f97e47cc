import { API_SERVER_PLACE } from '@klockwork/cluster-api';
import type { ApiAnswer } from '@klockwork/http-api';
import { TOKEN_ISSUER, type TokenSigner } from '@klockwork/resources';

/** Paths of the issuer's documents. */
export const ISSUER_PATHS = { configuration: '/.well-known/openid-configuration', keys: '/openid/v1/jwks' } as const;

const MAX_AGE_SECONDS = 3_600;

/** Answers the documents of OpenID Connect Discovery; undefined for other paths. Models `pkg/routes/openidmetadata.go`. */
export function issuerDocument(segments: readonly string[], signer: TokenSigner): ApiAnswer | undefined {
  const path = `/${segments.join('/')}`;
  if (path === ISSUER_PATHS.configuration) return document(configurationOf(signer), 'application/json');
  if (path === ISSUER_PATHS.keys) return document({ keys: signer.publicKey ? [signer.publicKey] : [] }, 'application/jwk-set+json');
  return undefined;
}

function configurationOf({ algorithm }: TokenSigner): object {
  return {
    issuer: TOKEN_ISSUER,
    jwks_uri: `https://${API_SERVER_PLACE.ip}:${API_SERVER_PLACE.port}${ISSUER_PATHS.keys}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
  };
}

function document(value: object, contentType: string): ApiAnswer {
  const headers = { 'content-type': contentType, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` };
  return { status: 200, headers, body: JSON.stringify(value) };
}
