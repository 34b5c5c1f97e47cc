import type { StopSignal } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import type { ApiService, HostAddress } from '@klockwork/resources';
import { ask, type ClientAnswer, type HostDialer, HttpError, NoAnswerError, TlsError } from '@klockwork/userland';
import { type ClientIdentity, tlsOf } from './remote-apis.ts';

/** Way to extension servers on the machine of the lab. */
export interface RemotePorts {
  readonly dialer: HostDialer;
  /** Certificate of the front proxy. */
  readonly client?: ClientIdentity | undefined;
}

/** Request to an extension server. */
export interface RemoteRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly stop: StopSignal;
}

/** Begun answer, whose body comes over the connection. */
export interface RemoteAnswer {
  readonly answer: ClientAnswer;
  readonly connection: Connection;
}

/** Failed request. The message is that of Go's `net/http`. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
}

/** Messages of Go's dialer. */
export const DIAL_FAILURES: Readonly<Record<ConnectionFailure, string>> = {
  refused: 'connect: connection refused',
  timeout: 'i/o timeout',
  reset: 'read: connection reset by peer',
  unreachable: 'connect: no route to host',
};

/** Calls the server of an APIService over TLS. Rejects with RemoteError. */
export async function callRemote(
  { dialer, client }: RemotePorts,
  { apiService, program }: { readonly apiService: ApiService; readonly program: HostAddress },
  { method, target, headers, body, stop }: RemoteRequest,
): Promise<RemoteAnswer> {
  const host: readonly [string, string] = ['Host', `${apiService.spec?.service?.name}.${apiService.spec?.service?.namespace}.svc`];
  let connection: Connection | undefined;
  try {
    connection = await dialer.dial(program, stop, tlsOf(apiService, client));
    const asked = { method, target, headers: [host, ...headers], ...(body !== undefined && { body }) };
    return { connection, answer: await ask(connection, asked) };
  } catch (error) {
    connection?.reset();
    throw remoteError(error, program);
  }
}

/** Reads the whole text of an answer, up to a length. */
export async function textOf({ answer, connection }: RemoteAnswer, charactersMax: number): Promise<string> {
  let text = '';
  try {
    for await (const bytes of answer.body) {
      text += bytes;
      if (text.length > charactersMax) throw new RemoteError('http: response body too large');
    }
    return text;
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof HttpError) throw new RemoteError('unexpected EOF');
    throw error;
  } finally {
    connection.close();
  }
}

function remoteError(error: unknown, { host, port }: HostAddress): unknown {
  if (error instanceof ConnectionError) return new RemoteError(`dial tcp ${host}:${port}: ${DIAL_FAILURES[error.failure]}`);
  if (error instanceof TlsError) return new RemoteError(error.message);
  if (error instanceof NoAnswerError) return new RemoteError(error.why === 'empty' ? 'EOF' : 'malformed HTTP response');
  return error;
}
