import { decodeBase64, decodeUtf8 } from '@klockwork/kernel';

/** Prefix of a WebSocket subprotocol that carries the token of a browser, which cannot set headers. */
export const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/**
 * Returns a request's bearer token, from its header or a WebSocket subprotocol; undefined without one. Models `bearertoken.Authenticator`
 * and `websocket.ProtocolAuthenticator` of `k8s.io/apiserver/pkg/authentication/request`.
 */
export function bearerToken(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string | undefined {
  const [, given] = /^Bearer (.+)$/i.exec(String(headers.authorization ?? '')) ?? [];
  return given ?? protocolToken(String(headers['sec-websocket-protocol'] ?? ''));
}

/** Requires another subprotocol that the server can accept. */
function protocolToken(offered: string): string | undefined {
  const names = offered.split(',').map((name) => name.trim());
  const [token, ...more] = names.filter((name) => name.startsWith(TOKEN_PROTOCOL));
  if (token === undefined || more.length > 0 || names.length === 1) return undefined;
  const encodedToken = token.slice(TOKEN_PROTOCOL.length).replaceAll('-', '+').replaceAll('_', '/');
  return decodeUtf8(decodeBase64(encodedToken));
}
