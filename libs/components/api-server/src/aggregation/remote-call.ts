import { OutboundError } from '@klockwork/http-api';
import { ApiError, decodeBase64, decodeUtf8, type StopSignal } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';
import type { ApiService } from '@klockwork/resources';
import {
  ask,
  type ClientAnswer,
  type HostDialer,
  type HostTls,
  HttpError,
  NoAnswerError,
  type TlsClients,
  TlsError,
} from '@klockwork/userland';
import type { ServiceAddress, ServiceDialer } from '../proxy/service-dialer.ts';

/** Certificate and key of this server, in PEM. */
type ClientIdentity = NonNullable<HostTls['client']>;

/** Ways of this process to extension servers. */
export interface RemotePorts {
  /** To programs on the machine of the lab. */
  readonly dialer: HostDialer;
  /** To pods of the lab; absent: they refuse connections. */
  readonly tls?: TlsClients | undefined;
  /** Certificate of the front proxy. */
  readonly client?: ClientIdentity | undefined;
}

/** Services, and the ways to their programs and pods. */
export interface RemoteCaller {
  /** Absent: every server refuses connections. */
  readonly ports: RemotePorts | undefined;
  readonly services: ServiceDialer;
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

/** Calls the server of an APIService over TLS. Rejects with RemoteError, and with StoppedError once `stop` has stopped. */
export async function callRemote(
  caller: RemoteCaller,
  apiService: ApiService,
  { method, target, headers, body, stop }: RemoteRequest,
): Promise<RemoteAnswer> {
  const { name, namespace } = apiService.spec?.service ?? {};
  const host: readonly [string, string] = ['Host', `${name}.${namespace}.svc`];
  let connection: Connection | undefined;
  try {
    connection = await dialRemote(caller, apiService, stop);
    const openedConnection = connection;
    stop.onStop(() => openedConnection.close());
    const outbound = { method, target, headers: [host, ...headers], ...(body !== undefined && { body }) };
    return { connection, answer: await ask(connection, outbound) };
  } catch (error) {
    connection?.reset();
    throw remoteError(error, caller.services.dialedAddress(addressOf(apiService)));
  }
}

/** Connects to the program of the host behind a Service, or to one of its pods. */
async function dialRemote({ ports, services }: RemoteCaller, apiService: ApiService, stop: StopSignal): Promise<Connection> {
  const address = addressOf(apiService);
  const tls = tlsOf(apiService, ports?.client);
  const program = services.programOf(address);
  if (ports === undefined) throw new ConnectionError('refused');
  if (program !== undefined) return ports.dialer.dial(program, stop, tls);
  if (ports.tls === undefined) throw new ConnectionError('refused');
  const connection = await services.dial(address);
  stop.onStop(() => connection.close());
  return ports.tls.connect(connection, tls);
}

function addressOf({ spec }: ApiService): ServiceAddress {
  const { namespace = '', name = '', port = 443 } = spec?.service ?? {};
  return { namespace, name, port };
}

/** TLS to the server of an APIService. Models `BuildTransportConfig` of kube-aggregator. */
function tlsOf({ spec = {} }: ApiService, client: ClientIdentity | undefined): HostTls {
  const { service = {}, caBundle = '', insecureSkipTLSVerify } = spec;
  return {
    serverName: `${service.name}.${service.namespace}.svc`,
    isUnverified: insecureSkipTLSVerify,
    ...(caBundle !== '' && { authorities: decodeUtf8(decodeBase64(caBundle)) }),
    ...(client && { client }),
  };
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

/** `dialed`: `10.96.0.12:443` */
function remoteError(error: unknown, address: string): unknown {
  if (error instanceof ConnectionError) return new RemoteError(`dial tcp ${address}: ${DIAL_FAILURES[error.failure]}`);
  if (error instanceof TlsError || error instanceof OutboundError || error instanceof ApiError) return new RemoteError(error.message);
  if (error instanceof NoAnswerError) return new RemoteError(error.why === 'empty' ? 'EOF' : 'malformed HTTP response');
  return error;
}
