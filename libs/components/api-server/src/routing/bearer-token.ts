import { decodeBase64, decodeUtf8 } from '@klockwork/api-machinery';

/** How the name of a WebSocket's subprotocol begins that is none: behind it is the token of a browser, which can set no header. */
export const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/**
 * The bearer token that comes with a request, in its header or as a subprotocol of a WebSocket; undefined for none.
 * Models `bearertoken.Authenticator` and `websocket.ProtocolAuthenticator` of `k8s.io/apiserver/pkg/authentication/request`.
 */
export function bearerToken(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string | undefined {
  const [, given] = /^Bearer (.+)$/i.exec(String(headers.authorization ?? '')) ?? [];
  return given ?? protocolToken(String(headers['sec-websocket-protocol'] ?? ''));
}

/** There must be another subprotocol, which the server can agree to. */
function protocolToken(offered: string): string | undefined {
  const names = offered.split(',').map((name) => name.trim());
  const [token, ...more] = names.filter((name) => name.startsWith(TOKEN_PROTOCOL));
  if (token === undefined || more.length > 0 || names.length === 1) return undefined;
  const encoded = token.slice(TOKEN_PROTOCOL.length).replaceAll('-', '+').replaceAll('_', '/');
  return decodeUtf8(decodeBase64(encoded));
}
