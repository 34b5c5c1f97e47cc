import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import type { TcpConnection } from '../../network/network.ts';
import { SocketError } from '../../network/socket-error.ts';
import { READ_BYTES, type Reader } from '../../process/stream.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { durationMs } from '../system/duration.ts';
import { connectToAny } from './connect-to-any.ts';
import { DeadlineError, within } from './deadline.ts';
import { lookUpHost } from './resolver.ts';
import { runOver } from './run-over.ts';
import { udpCat } from './udp-cat.ts';

interface NcOptions {
  readonly listens: boolean;
  /** Accepts connections repeatedly. */
  readonly keeps: boolean;
  readonly scans: boolean;
  readonly verbose: boolean;
  readonly udp: boolean;
  readonly limitMs: number;
  /** Delay between end of input and exit, ms. */
  readonly quitsMs: number | undefined;
  readonly runs: readonly string[] | undefined;
  readonly host: string;
  readonly ports: readonly number[];
}

/** Port names printed by `nc -v`: excerpt of /etc/services. */
const SERVICES: Readonly<Record<number, string>> = {
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  443: 'https',
  3306: 'mysql',
  5432: 'postgresql',
  6379: 'redis',
};

/** `nc [-lkztvunN] [-w SECONDS] [-p PORT] [-e COMMAND] [HOST] [PORT]`, of BusyBox or of OpenBSD (Debian's), by the image. */
export const nc: Command = async (call) => {
  const options = ncOptions(call);
  if (options === undefined) return call.usage('missing operand');
  if (options.udp && !options.scans) return udpCat(call, options);
  return options.listens ? listen(call, options) : connectEach(call, options);
};

function ncOptions(call: Call): NcOptions | undefined {
  const { has, value, operands } = call.options({ letters: 'lkztvunNw:p:e:q:s:i:46' });
  // BusyBox: all words after -e are the command.
  const command = value('e');
  const listens = has('l');
  const words = command === undefined || !call.isBusybox ? operands : listens ? [] : operands.slice(0, 2);
  const ownPort = value('p') ?? (listens ? words.at(-1) : undefined);
  const [host = '', text = ''] = listens ? ['', ownPort] : words;
  const ports = portsOf(text);
  if (ports === undefined || (host === '' && !listens)) return undefined;
  return {
    listens,
    keeps: has('k') || (call.isBusybox && call.args.some((arg) => /^-\w*ll/.test(arg))),
    scans: has('z'),
    verbose: has('v'),
    udp: has('u'),
    limitMs: durationMs(value('w') ?? '') ?? Number.POSITIVE_INFINITY,
    quitsMs: has('N') ? 0 : durationMs(value('q') ?? ''),
    runs: command === undefined ? undefined : [command, ...(call.isBusybox ? operands.slice(listens ? 0 : 2) : [])],
    host,
    ports,
  };
}

/** Parses `80` or `80-82`; undefined when invalid. */
function portsOf(text: string): readonly number[] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  if (first > 65_535 || last > 65_535 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

async function connectEach(call: Call, options: NcOptions): Promise<number> {
  const { host } = options;
  const lookup = await lookUpHost(call.process, host);
  if ('failure' in lookup) {
    if (call.isBusybox) return call.complain(`bad address '${host}'`);
    const why = lookup.failure === 'no-server' ? 'Temporary failure in name resolution' : 'Name or service not known';
    return call.complain(`getaddrinfo for host "${host}" port ${options.ports[0]}: ${why}`);
  }
  let status = 1;
  for (const port of options.ports) {
    await call.spend();
    const connection = await connectToAny(call.process, lookup.addresses, port, options.limitMs);
    if ('failure' in connection) {
      await refused(call, options, { ...connection, port });
      continue;
    }
    await told(call, options, connection);
    status = 0;
    if (!options.scans) return options.runs === undefined ? talk(call, connection, options) : runOver(call, connection, options.runs);
    connection.close();
  }
  return status;
}

async function refused(
  call: Call,
  { host, verbose, scans }: NcOptions,
  why: { address: string; port: number; failure: string; message: string },
) {
  const { address, port, failure, message } = why;
  if (call.isBusybox) {
    if (failure === 'deadline') await call.complain('timed out');
    else if (verbose || !scans)
      await call.complain(`${host === address ? address : `${host} (${address}`}:${port}${host === address ? '' : ')'}: ${message}`);
    return;
  }
  if (!verbose) return;
  const name = host === address ? address : host;
  const end = failure === 'deadline' ? 'timed out: Operation now in progress' : `failed: ${message}`;
  await call.complain(`connect to ${name} (${address}) port ${port} (tcp) ${end}`);
}

async function told(call: Call, { host, verbose }: NcOptions, { remote: { address, port } }: TcpConnection): Promise<void> {
  if (!verbose) return;
  const service = SERVICES[port] ?? '*';
  const text = call.isBusybox
    ? `${host === address ? address : `${host} (${address}`}:${port}${host === address ? '' : ')'} open\n`
    : `Connection to ${host}${host === address ? '' : ` (${address})`} ${port} port [tcp/${service}] succeeded!\n`;
  await writeMessage(call.stderr, text);
}

async function listen(call: Call, options: NcOptions): Promise<number> {
  const { process } = call;
  const [port = 0] = options.ports;
  try {
    const socket = process.machine.network.listen({ address: ANY_ADDRESS, port }, { program: 'nc' });
    process.killed.onStop(() => socket.close());
    if (options.verbose)
      await writeMessage(call.stderr, call.isBusybox ? `listening on [::]:${port} ...\n` : `Listening on ${ANY_ADDRESS} ${port}\n`);
    let status = 0;
    do {
      const connection = await within(process, options.limitMs, (stop) => {
        stop.onStop(() => socket.close());
        return socket.accept();
      });
      if (!options.keeps) socket.close();
      status = await served(call, connection, options);
    } while (options.keeps);
    return status;
  } catch (error) {
    if (error instanceof DeadlineError) return 1;
    if (!(error instanceof SocketError)) throw error;
    return call.complain(call.isBusybox ? `bind: ${error.message}` : error.message);
  }
}

async function served(call: Call, connection: TcpConnection, options: NcOptions): Promise<number> {
  const forget = call.process.killed.onStop(() => connection.close());
  const { address, port } = connection.remote;
  if (options.verbose)
    await writeMessage(
      call.stderr,
      call.isBusybox
        ? `connect to [::ffff:${connection.local.address}]:${connection.local.port} from [::ffff:${address}]:${port}\n`
        : `Connection received on ${address} ${port}\n`,
    );
  const status = options.runs === undefined ? await talk(call, connection, options) : await runOver(call, connection, options.runs);
  forget();
  return status;
}

/** Copies input to the connection and received bytes to stdout, until the peer closes. */
async function talk(call: Call, connection: TcpConnection, { limitMs, quitsMs }: NcOptions): Promise<number> {
  const input = call.stdin.dup();
  const sending = send(call, input, connection, quitsMs);
  try {
    for (;;) {
      const bytes = await within(call.process, limitMs, (stop) => {
        stop.onStop(() => connection.close());
        return connection.read();
      });
      if (bytes === undefined) break;
      await call.print(bytes);
      await call.spend();
    }
    return 0;
  } catch (error) {
    if (error instanceof DeadlineError) return 0;
    if (!(error instanceof ConnectionError) && !(error instanceof StoppedError)) throw error;
    return call.process.killed.stopped ? 1 : 0;
  } finally {
    input.close();
    connection.close();
    await sending;
  }
}

/** BusyBox always forwards end of input; OpenBSD only on request (`-N`). */
async function send(call: Call, input: Reader, connection: TcpConnection, quitsMs: number | undefined): Promise<void> {
  try {
    for (let bytes = await input.read(READ_BYTES); bytes !== ''; bytes = await input.read(READ_BYTES)) {
      await call.spend();
      await connection.write(bytes);
    }
    if (quitsMs !== undefined && quitsMs > 0) await call.process.sleep(quitsMs);
    if (call.isBusybox || quitsMs !== undefined) connection.end();
    if (quitsMs !== undefined && quitsMs > 0) connection.close();
  } catch (error) {
    // Closed connections are reported by the reader.
    if (!(error instanceof ConnectionError) && !(error instanceof StoppedError) && !(error instanceof FileError)) throw error;
  }
}
