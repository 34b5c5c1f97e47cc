import { bearerToken } from '@klockwork/api-server';
import { sameSecret } from '@klockwork/tls';
import type { Authenticate } from './http-bridge.ts';

/** The user that the kubeconfig's token stands for. */
const ADMINISTRATOR = 'kubernetes-admin';

/** Knows the administrator by the bearer token of the kubeconfig, which browsers can only send as a subprotocol of a WebSocket. */
export function bearerAuthentication(token: string): Authenticate {
  return (request) => {
    const given = bearerToken(request.headers);
    return given === undefined ? undefined : userOf(given, token);
  };
}

/** The user that `given` stands for, where `token` is that of the kubeconfig. */
export function userOf(given: string, token: string): string | undefined {
  return sameSecret(given, token) ? ADMINISTRATOR : undefined;
}
