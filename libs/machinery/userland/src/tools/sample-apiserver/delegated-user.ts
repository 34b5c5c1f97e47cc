import { FileError } from '@klockwork/files';
import { utf8 } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { ask, NoAnswerError } from '../../network/http/http-client.ts';
import { type HttpHead, headerOf } from '../../network/http/http-head.ts';
import { HttpError } from '../../network/http/http-reader.ts';
import type { Process } from '../../process.ts';
import { connectWithin } from '../network/connect-to-any.ts';
import { DeadlineError } from '../network/deadline.ts';

/** Authenticated user of a request. */
export interface DelegatedUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Front proxy that names users in headers. */
export interface FrontProxy {
  /** Authorities of its certificate in PEM; absent: no proxy is trusted. */
  readonly authorities?: string | undefined;
  /** Common names in its certificate; none: any. */
  readonly names: readonly string[];
}

const CONFIG = 'extension-apiserver-authentication';
const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CONNECT_MS = 10_000;
/** Group of every known user. Models `WithAuthenticatedGroup`. */
export const AUTHENTICATED = 'system:authenticated';
const ANONYMOUS: DelegatedUser = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/**
 * Reads the front proxy from the cluster's ConfigMap, or returns the reason why it is unknown. Models
 * `DelegatingAuthenticationOptions.ApplyTo` of k8s.io/apiserver.
 */
export async function readFrontProxy(process: Process): Promise<FrontProxy | string> {
  const path = `/api/v1/namespaces/kube-system/configmaps/${CONFIG}`;
  const { environment, files } = process;
  const to = { address: environment.get('KUBERNETES_SERVICE_HOST') ?? '', port: Number(environment.get('KUBERNETES_SERVICE_PORT') ?? 443) };
  try {
    const token = files.read(TOKEN_FILE).trim();
    const connection = await connectWithin(process, to, CONNECT_MS);
    const headers = [
      ['Host', to.address],
      ['Authorization', `Bearer ${token}`],
      ['Connection', 'close'],
    ] as const;
    const { status, reason, body } = await ask(connection, { method: 'GET', target: path, headers, tls: true });
    let text = '';
    for await (const bytes of body) text += bytes;
    connection.close();
    return status === 200 ? frontProxyIn(utf8.decode(text)) : `unable to load configmap: ${status} ${reason}`;
  } catch (error) {
    if (isFailure(error)) return `unable to load configmap: ${error.message.toLowerCase()}`;
    throw error;
  }
}

/** Returns the user of a request: that of the headers, if the trusted front proxy sent them. Models `headerrequest.NewDynamicVerifyOptionsSecure`. */
export function delegatedUser(head: HttpHead, clientName: string | undefined, { authorities, names }: FrontProxy): DelegatedUser {
  const isProxy = authorities !== undefined && clientName !== undefined && (names.length === 0 || names.includes(clientName));
  const name = isProxy ? headerOf(head, 'X-Remote-User') : undefined;
  if (name === undefined || name === '') return ANONYMOUS;
  const groups = head.headers.filter(([key]) => key.toLowerCase() === 'x-remote-group').map(([, value]) => value);
  return { name, groups: [...new Set([...groups, AUTHENTICATED])] };
}

function frontProxyIn(text: string): FrontProxy {
  const { data = {} } = JSON.parse(text) as { readonly data?: Readonly<Record<string, string>> };
  return {
    authorities: data['requestheader-client-ca-file'],
    names: JSON.parse(data['requestheader-allowed-names'] ?? '[]') as string[],
  };
}

function isFailure(error: unknown): error is Error {
  return (
    error instanceof ConnectionError ||
    error instanceof DeadlineError ||
    error instanceof FileError ||
    error instanceof HttpError ||
    error instanceof NoAnswerError
  );
}
