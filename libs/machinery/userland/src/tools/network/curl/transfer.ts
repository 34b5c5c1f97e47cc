import type { Connection } from '@klockwork/pod-lifecycle';
import { type Endpoint, isLoopback } from '../../../network/endpoint.ts';
import { ask, type ClientAnswer, type ClientRequest, requestHead } from '../../../network/http/http-client.ts';
import { formatHead, headerOf } from '../../../network/http/http-head.ts';
import type { Url } from '../../../network/http/url.ts';
import { distrustOf } from '../../../network/tls.ts';
import { writeMessage } from '../../../process/write-message.ts';
import type { Call } from '../../call.ts';
import { connectWithin } from '../connect-to-any.ts';
import { within } from '../deadline.ts';
import { lookUpHost } from '../resolver.ts';
import { CurlError, connectFailure, transferFailure, untrustedServer } from './curl-error.ts';
import type { CurlOptions } from './curl-options.ts';

/** Network interfaces of a pod. */
const INTERFACES: readonly string[] = ['eth0', 'lo'];

/** System CA bundle. */
const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** Result of a finished hop. */
export interface Hop {
  readonly status: number;
  readonly location: string | undefined;
  readonly contentType: string;
  readonly downloaded: number;
  readonly expected: number | undefined;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly connectMs: number;
}

/** Output and time limit of a hop. */
export interface HopContext {
  readonly call: Call;
  readonly options: CurlOptions;
  /** When the whole transfer began. */
  readonly startedAt: number;
  /** Writes visible bytes: the body, plus heads on request. */
  write(bytes: string): Promise<void>;
}

/** Sends one request and reads its response. Rejects with CurlError. */
export async function hop(context: HopContext, url: Url, request: ClientRequest): Promise<Hop> {
  const { call } = context;
  const judgedRequest = url.scheme === 'https' ? { ...request, ...judge(context, url.host) } : request;
  const beganAt = call.now();
  const connection = await connected(context, url);
  const connectMs = call.now() - beganAt;
  const progress = { received: 0, expected: undefined as number | undefined };
  try {
    const { status, head } = await within(call.process, leftMs(context), (stop) => {
      stop.onStop(() => connection.close());
      return exchange(context, connection, judgedRequest, progress);
    });
    const location = status >= 300 && status < 400 ? headerOf(head, 'Location') : undefined;
    await verbose(context, `* Connection #0 to host ${url.host} left intact\n`);
    const { local, remote } = connection;
    const contentType = headerOf(head, 'Content-Type') ?? '';
    return { status, location, contentType, downloaded: progress.received, expected: progress.expected, local, remote, connectMs };
  } catch (error) {
    if (error instanceof CurlError) throw error;
    throw transferFailure(error, call.now() - context.startedAt, progress.received, progress.expected);
  } finally {
    connection.close();
  }
}

/** Certificate check, absent with `--insecure`. Throws CurlError for an unreadable CA bundle. */
function judge({ call, options }: HopContext, host: string): Pick<ClientRequest, 'judge'> {
  if (options.insecure) return {};
  const bundle = authorities(call, options.authorities);
  return {
    judge: async (certificate) => {
      const why = distrustOf(certificate, host, bundle);
      if (why !== undefined) throw untrustedServer(why, host);
    },
  };
}

/** A bundle given by option must exist; the system bundle may be missing. */
function authorities({ files }: Call, caFile: string | undefined): string {
  const path = caFile ?? SYSTEM_AUTHORITIES;
  if (files.mayAccess(path, 'r')) return files.read(path);
  if (caFile === undefined) return '';
  throw new CurlError(77, `error setting certificate file: ${caFile}`);
}

async function connected(context: HopContext, url: Url): Promise<Connection & { readonly local: Endpoint; readonly remote: Endpoint }> {
  const { call, options } = context;
  const addresses = await addressesOf(context, url);
  checkInterface(context);
  const beganAt = call.now();
  let failure: CurlError | undefined;
  for (const address of addresses) {
    await verbose(context, `*   Trying ${address}:${url.port}...\n`);
    const limitMs = Math.min(options.connectTimeoutMs, leftMs(context));
    try {
      const connection = await connectWithin(call.process, { address, port: url.port }, limitMs);
      await verbose(context, `* Connected to ${url.host} (${address}) port ${url.port} (#0)\n`);
      return connection;
    } catch (error) {
      failure = connectFailure(error, url.host, url.port, call.now() - beganAt);
      if (error instanceof Error && 'failure' in error)
        await verbose(context, `* connect to ${address} port ${url.port} failed: ${error.message}\n`);
    }
  }
  await verbose(context, `* ${failure?.message}\n* Closing connection 0\n`);
  throw failure ?? new CurlError(6, `Could not resolve host: ${url.host}`);
}

/** Throws CurlError for an address or interface that the pod lacks. */
function checkInterface({ call, options }: HopContext): void {
  const name = options.interface?.replace(/^(?:if|host)!/, '');
  const { address } = call.process.machine.network;
  if (name === undefined || name === address || isLoopback(name) || INTERFACES.includes(name)) return;
  const isAddress = /^[\d.]+$/.test(name);
  throw new CurlError(45, isAddress ? `bind failed with errno 99: Address not available` : `Couldn't bind to '${name}'`);
}

async function addressesOf({ call, options, ...context }: HopContext, { host, port }: Url): Promise<readonly string[]> {
  const pinnedMatch = options.resolve
    .map((rule) => /^\+?([^:]+):(\d+):(.+)$/.exec(rule))
    .find((rule) => rule?.[1] === host && rule[2] === String(port));
  if (pinnedMatch?.[3] !== undefined) return pinnedMatch[3].split(',');
  const lookup = await lookUpHost(call.process, host);
  if (!('failure' in lookup)) return lookup.addresses;
  await verbose({ call, options, ...context }, `* Could not resolve host: ${host}\n* Closing connection 0\n`);
  throw new CurlError(6, `Could not resolve host: ${host}`);
}

async function exchange(
  context: HopContext,
  connection: Connection,
  request: ClientRequest,
  progress: { received: number; expected: number | undefined },
): Promise<ClientAnswer> {
  const { options } = context;
  await verbose(context, prefixed('> ', requestHead(request)));
  const answer = await ask(connection, request);
  progress.expected = answer.length;
  await verbose(context, prefixed('< ', formatHead(answer.head)));
  if (options.fail && answer.status >= 400) throw new CurlError(22, `The requested URL returned error: ${answer.status}`, answer.status);
  if (options.include || options.headOnly) await context.write(formatHead(answer.head));
  const isHop = options.follow && answer.status >= 300 && answer.status < 400 && headerOf(answer.head, 'Location') !== undefined;
  for await (const part of answer.body) {
    progress.received += part.length;
    await context.call.spend();
    if (!isHop) await context.write(part);
  }
  return answer;
}

function leftMs({ call, options, startedAt }: HopContext): number {
  return Math.max(0, startedAt + options.maxTimeMs - call.now());
}

async function verbose({ call, options }: Pick<HopContext, 'call' | 'options'>, text: string): Promise<void> {
  if (options.verbose) await writeMessage(call.stderr, text);
}

function prefixed(prefix: string, head: string): string {
  return head
    .split('\r\n')
    .slice(0, -1)
    .map((line) => `${prefix}${line}\r\n`)
    .join('');
}
