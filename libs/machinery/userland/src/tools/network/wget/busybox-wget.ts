import { FileError } from '@klockwork/files';
import type { ClientAnswer } from '../../../network/http/http-client.ts';
import { parseUrl, type Url } from '../../../network/http/url.ts';
import type { TcpConnection } from '../../../network/network.ts';
import type { Writer } from '../../../process/stream.ts';
import { writeMessage } from '../../../process/write-message.ts';
import type { Call } from '../../call.ts';
import { connectToAny } from '../connect-to-any.ts';
import { lookUpHost } from '../resolver.ts';
import { FetchError, fetchHead, redirectOf, takeBody } from './fetch.ts';
import type { WgetOptions } from './wget-options.ts';

const REDIRECTS_MAX = 5;
const BAR = 32;

/** `wget` of BusyBox; status 1 for all errors. */
export async function busyboxWget(call: Call, options: WgetOptions): Promise<number> {
  for (const text of options.urls) {
    const status = await fetchOne(call, options, text);
    if (status !== 0) return status;
  }
  return 0;
}

async function fetchOne(call: Call, options: WgetOptions, text: string): Promise<number> {
  let url = parseUrl(text);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    if (url === undefined || (url.scheme !== 'http' && url.scheme !== 'https')) return call.complain(`not an http or ftp url: ${text}`);
    const connection = await connected(call, options, url);
    if (typeof connection === 'number') return connection;
    if (url.scheme === 'https' && !options.insecure) await call.complain('note: TLS certificate validation not implemented');
    try {
      const answer = await fetchHead(call, { connection, url, options, means: { userAgent: 'Wget' } });
      if (options.showHead) await writeMessage(call.stderr, headText(answer));
      const next = redirectOf(url, answer);
      if (next === undefined) return await take(call, { connection, answer, options, url });
      url = next;
    } catch (error) {
      return refusal(call, error);
    } finally {
      connection.close();
    }
  }
  return call.complain('too many redirections');
}

async function connected(call: Call, options: WgetOptions, { host, port }: Url): Promise<TcpConnection | number> {
  const lookup = await lookUpHost(call.process, host);
  if ('failure' in lookup) return call.complain(`bad address '${host}'`);
  const [address = ''] = lookup.addresses;
  if (!options.quiet) await writeMessage(call.stderr, `Connecting to ${host} (${address}:${port})\n`);
  const connection = await connectToAny(call.process, [address], port, options.timeoutMs);
  if (!('failure' in connection)) return connection;
  if (connection.failure === 'deadline') return call.complain('download timed out');
  return call.complain(`can't connect to remote host (${address}): ${connection.message}`);
}

async function take(
  call: Call,
  {
    connection,
    answer,
    options,
    url,
  }: { readonly connection: TcpConnection; readonly answer: ClientAnswer; readonly options: WgetOptions; readonly url: Url },
): Promise<number> {
  if (answer.status < 200 || answer.status >= 300)
    return call.complain(`server returned error: HTTP/1.1 ${answer.status} ${answer.reason}`);
  if (options.spider) {
    if (!options.quiet) await writeMessage(call.stderr, 'remote file exists\n');
    return 0;
  }
  const name = url.target.replace(/[?#].*$/, '').replace(/^.*\//, '') || 'index.html';
  const path = options.output ?? `${options.folder === undefined ? '' : `${options.folder}/`}${name}`;
  const say = async (message: string) => {
    if (!options.quiet) await writeMessage(call.stderr, message);
  };
  if (path === '-') {
    await say('writing to stdout\n');
    const size = await takeBody(call, { connection, answer, options, take: (bytes) => call.print(bytes) });
    await say(`${progress('-', size)}written to stdout\n`);
    return 0;
  }
  const writer = openFile(call, path, options.output === undefined);
  if (writer instanceof FileError) return call.complain(`can't open '${path}': ${writer.message}`);
  await say(`saving to '${path}'\n`);
  const size = await takeBody(call, { connection, answer, options, take: async (bytes) => writer.write(bytes) });
  writer.close();
  await say(`${progress(name, size)}'${path}' saved\n`);
  return 0;
}

/** An existing file is overwritten only with `-O`. */
function openFile(call: Call, path: string, exclusive: boolean): Writer | FileError {
  try {
    return call.process.openWriter(path, { exclusive });
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

/** Final progress bar: downloads take no lab time, thus only this one appears. */
function progress(name: string, size: number): string {
  const amount = size < 100_000 ? String(size) : `${Math.floor(size / 1024)}k`;
  return `${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(BAR)}| ${amount.padStart(5)}  0:00:00 ETA\n`;
}

function headText({ head }: ClientAnswer): string {
  const lines = [head.startLine, ...head.headers.map(([name, value]) => `${name}: ${value}`)];
  return [...lines, ''].map((line) => `  ${line}\n`).join('');
}

function refusal(call: Call, error: unknown): Promise<1> {
  if (!(error instanceof FetchError)) throw error;
  switch (error.failure) {
    case 'deadline':
      return call.complain('download timed out');
    case 'reset':
      return call.complain('error getting response: Connection reset by peer');
    case 'no-tls':
      return call.complain('TLS error from peer (alert code 80): internal error');
    case 'cut-short':
      return call.complain('connection closed prematurely');
    case 'no-answer':
      return call.complain('error getting response');
  }
}
