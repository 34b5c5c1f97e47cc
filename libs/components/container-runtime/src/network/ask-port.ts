import { StoppedError, type StopSignal } from '@klockwork/kernel';
import { type Connection, ConnectionError, type PortAnswer, type PortRequest } from '@klockwork/pod-lifecycle';
import { answerBodyLength, formatHead, greetServer, HttpError, HttpReader, ReadAhead, statusLine } from '@klockwork/userland';
import { healthRequest, readHealthAnswer } from './grpc/health.ts';

/** Upstream's probes read so much of a body. */
const BODY_BYTES_MAX = 10 * 1024;
const PROBE_AGENT = 'kube-probe/1.35';

/** Client of a request. */
export interface PortClient {
  /** Value of the header Host. */
  readonly host: string;
  /** Default: a kubelet's probe. */
  readonly userAgent?: string;
}

/**
 * Probes a server over a new connection, like a kubelet. Never resolves without a response; rejects with StoppedError once `stop` fires.
 */
export async function askPort(
  connect: () => Promise<Connection>,
  client: PortClient,
  request: PortRequest,
  stop: StopSignal | undefined,
): Promise<PortAnswer> {
  const connection = await connectedOr(connect);
  if ('type' in connection) return connection;
  const forget = stop?.onStop(() => connection.close());
  try {
    return await ask(connection, client, request);
  } catch (error) {
    if (error instanceof StoppedError && stop?.stopped) throw error;
    // A broken connection or invalid HTTP is a failed probe.
    if (!(error instanceof ConnectionError) && !(error instanceof HttpError)) throw error;
    return { type: 'accepted' };
  } finally {
    forget?.();
    connection.close();
  }
}

async function connectedOr(connect: () => Promise<Connection>): Promise<Connection | PortAnswer> {
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return { type: error.failure === 'refused' ? 'refused' : 'timeout' };
  }
}

async function ask(connection: Connection, client: PortClient, request: PortRequest): Promise<PortAnswer> {
  switch (request.type) {
    case 'tcp':
      return { type: 'accepted' };
    case 'http':
      return httpAnswer(connection, client, request);
    case 'grpc-health': {
      await connection.write(healthRequest(request.service));
      const status = await readHealthAnswer(new ReadAhead(connection));
      return status === undefined ? { type: 'accepted' } : { type: 'grpc', status };
    }
  }
}

async function httpAnswer(
  connection: Connection,
  { host, userAgent = PROBE_AGENT }: PortClient,
  { path, tls }: PortRequest & { type: 'http' },
): Promise<PortAnswer> {
  const source = new ReadAhead(connection);
  // Kubelet probes skip certificate verification.
  if (tls && (await greetServer(connection, source)) === 'no-tls') return { type: 'accepted' };
  const headers = [['Host', host] as const, ['User-Agent', userAgent] as const, ['Accept', '*/*'] as const];
  await connection.write(formatHead({ startLine: `GET ${path} HTTP/1.1`, headers: [...headers, ['Connection', 'close']] }));
  const reader = new HttpReader(source);
  const head = await reader.head();
  const line = head && statusLine(head.startLine);
  if (head === undefined || line === undefined) return { type: 'accepted' };
  const body = await reader.text(answerBodyLength(head, 'GET', line.status));
  return { type: 'http', status: line.status, body: body.slice(0, BODY_BYTES_MAX) };
}
