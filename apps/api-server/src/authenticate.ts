import { bearerToken } from '@klockwork/http-api';
import type { Authenticate } from '@klockwork/http-server';
import { sameSecret } from '@klockwork/tls';

/** User of the kubeconfig's token. */
export const ADMINISTRATOR = 'kubernetes-admin';

/**
 * Authenticates the administrator by the kubeconfig's bearer token, and service accounts by theirs, in the header or as a WebSocket
 * subprotocol of a browser.
 */
export function bearerAuthentication(token: string, accountOf: (token: string) => string | undefined): Authenticate {
  return (request) => {
    const bearer = bearerToken(request.headers);
    return bearer === undefined ? undefined : (userOf(bearer, token) ?? accountOf(bearer));
  };
}

/** Returns the user of a bearer token; `token` is the kubeconfig's. */
export function userOf(given: string, token: string): string | undefined {
  return sameSecret(given, token) ? ADMINISTRATOR : undefined;
}
