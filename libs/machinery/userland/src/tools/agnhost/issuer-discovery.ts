import { FileError } from '@klockwork/files';
import { byteString, decodeBase64, utf8, verifyEs256 } from '@klockwork/kernel';
import { parseUrl } from '../../network/http/url.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { clusterGet, type InClusterConfig, inClusterConfig } from './in-cluster.ts';
import { logLine } from './klog.ts';

/** Claims that the test reads; times are seconds since 1970. */
interface Claims {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
}

/** Public key of an issuer as JSON Web Key. */
interface IssuerKey {
  readonly kid?: string;
  readonly x?: string;
  readonly y?: string;
}

/** Fields of the issuer's documents. */
interface IssuerDocument {
  readonly issuer?: string;
  readonly jwks_uri?: string;
  readonly keys?: readonly IssuerKey[];
}

/** Parts of a JSON Web Token. */
interface Token {
  readonly header: { readonly alg?: string; readonly kid?: string };
  readonly claims: Claims;
  /** Text below the signature. */
  readonly signed: string;
  readonly signature: string;
}

/**
 * `agnhost test-service-account-issuer-discovery`: verifies a mounted token by the documents of its issuer, in the cluster first, then with
 * the authorities of the Internet. Models test/images/agnhost/openidmetadata, for ES256.
 */
export const agnhostIssuerDiscovery: Command = async (call) => {
  const path = flagOf(call.args, 'token-path') ?? '';
  const text = readToken(call, path);
  const token = 'error' in text ? undefined : parseToken(text.token);
  if ('error' in text) return fatal(call, text.error);
  await logLine(call, 'OK: Got token');
  if (token === undefined) return fatal(call, 'go-jose/go-jose: compact JWS format must have three parts');
  await logLine(call, 'validating with in-cluster discovery');
  const config = inClusterConfig(call.process);
  if (typeof config === 'string') return fatal(call, config);
  const problem = await validate(call, token, config);
  if (problem === undefined) return 0;
  await logLine(call, `failed to validate with in-cluster discovery: ${problem}`);
  await logLine(call, 'falling back to validating with external discovery');
  const external = await validate(call, token, { token: '', authorities: '' });
  return external === undefined ? 0 : fatal(call, external);
};

/** Returns the reason why a token is not valid. */
async function validate(call: Call, token: Token, config: Pick<InClusterConfig, 'token' | 'authorities'>): Promise<string | undefined> {
  const { iss: issuer = '' } = token.claims;
  await logLine(call, `OK: got issuer ${issuer}`);
  await logLine(call, `Full, not-validated claims: \n${JSON.stringify(token.claims)}`);
  const provider = await document(call, config, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (typeof provider === 'string') return provider;
  if (provider.issuer !== issuer)
    return `oidc: issuer did not match the issuer returned by provider, expected "${issuer}" got "${provider.issuer}"`;
  await logLine(call, `OK: Constructed OIDC provider for issuer ${issuer}`);
  const problem = claimsProblem(call, token.claims) ?? (await signatureProblem(call, token, config, provider.jwks_uri ?? ''));
  if (problem !== undefined) return problem;
  await logLine(call, 'OK: Validated signature on JWT');
  await logLine(call, 'OK: Got valid claims from token!');
  await logLine(call, `Full, validated claims: \n${JSON.stringify(token.claims)}`);
  return undefined;
}

function claimsProblem(call: Call, { aud = [], exp = 0, nbf = 0 }: Claims): string | undefined {
  const audience = flagOf(call.args, 'audience') ?? '';
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!audiences.includes(audience)) return `oidc: expected audience "${audience}" got [${audiences.map((one) => `"${one}"`).join(' ')}]`;
  const seconds = call.now() / 1_000;
  if (exp < seconds) return `oidc: token is expired (Token Expiry: ${new Date(exp * 1_000).toISOString()})`;
  return nbf > seconds + 300 ? `oidc: current time before the nbf (not before) time: ${new Date(nbf * 1_000).toISOString()}` : undefined;
}

async function signatureProblem(
  call: Call,
  token: Token,
  config: Pick<InClusterConfig, 'token' | 'authorities'>,
  keysUrl: string,
): Promise<string | undefined> {
  const { alg = '', kid } = token.header;
  if (alg !== 'ES256') return `oidc: malformed jwt: go-jose/go-jose: unexpected signature algorithm "${alg}"; expected ["RS256" "ES256"]`;
  const answer = await document(call, config, keysUrl);
  if (typeof answer === 'string') return `failed to verify signature: fetching keys ${answer}`;
  const keys = answer.keys ?? [];
  const isVerified = keys.some(
    ({ kid: own, x = '', y = '' }) =>
      own === kid && verifyEs256({ x: bytesOfBase64(x), y: bytesOfBase64(y) }, token.signed, bytesOfBase64(token.signature)),
  );
  return isVerified ? undefined : 'failed to verify signature: failed to verify id token signature';
}

/** Returns the JSON at a URL, or the reason of a failure. */
async function document(
  call: Call,
  config: Pick<InClusterConfig, 'token' | 'authorities'>,
  text: string,
): Promise<IssuerDocument | string> {
  const url = parseUrl(text);
  if (url?.scheme !== 'https') return `Get "${text}": unsupported protocol scheme`;
  const answer = await clusterGet(call.process, config, url);
  if ('error' in answer) return answer.error;
  return answer.status === 200 ? (JSON.parse(answer.body) as IssuerDocument) : `${answer.status}: ${answer.body}`;
}

function readToken({ files }: Call, path: string): { readonly token: string } | { readonly error: string } {
  try {
    return { token: files.read(path).trim() };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { error: `open ${path}: ${error.message.toLowerCase()}` };
  }
}

function parseToken(text: string): Token | undefined {
  const [header = '', claims = '', signature] = text.split('.');
  if (signature === undefined) return undefined;
  const part = (encodedPart: string) => JSON.parse(utf8.decode(bytesOfBase64(encodedPart))) as object;
  try {
    return { header: part(header), claims: part(claims), signed: `${header}.${claims}`, signature };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function bytesOfBase64(text: string): string {
  return byteString(decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/')));
}

async function fatal(call: Call, message: string): Promise<number> {
  await logLine(call, message);
  return 1;
}
