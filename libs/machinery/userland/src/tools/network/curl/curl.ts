import { FileError } from '@klockwork/files';
import { parseUrl, redirected, type Url, urlText } from '../../../network/http/url.ts';
import type { Writer } from '../../../process/stream.ts';
import { writeMessage } from '../../../process/write-message.ts';
import type { Call, Command } from '../../call.ts';
import { CurlError } from './curl-error.ts';
import { type CurlOptions, CurlUsage, curlOptions } from './curl-options.ts';
import { progressMeter } from './progress-meter.ts';
import { CURL_VERSION, dataOf, requestOf } from './request-of.ts';
import { type Hop, hop } from './transfer.ts';
import { type TransferFacts, writeOutText } from './write-out.ts';

const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const USAGE = `Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -u, --user <user:password> Server user and password
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit
`;
/** Statuses retried by `--retry`. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** Max bytes of a request body from a file: /dev/zero is endless. */
const DATA_BYTES_MAX = 16 * 1024 * 1024;
const FIRST_RETRY_MS = 1_000;

/** `curl [OPTION …] URL …`: HTTP as curl speaks it, with its messages and exit codes. */
export const curl: Command = async (call) => {
  if (call.args.some((arg) => arg === '-h' || arg === '--help')) return call.print(USAGE);
  if (call.args.some((arg) => arg === '-V' || arg === '--version'))
    return call.print(`curl ${CURL_VERSION} (x86_64-pc-linux-gnu) libcurl/${CURL_VERSION}\n`);
  try {
    const options = curlOptions(call.args);
    if (options.urls.length === 0) throw new CurlUsage('');
    let status = 0;
    for (const url of options.urls) status = await transfer(call, options, url);
    return status;
  } catch (error) {
    if (!(error instanceof CurlUsage)) throw error;
    await writeMessage(call.stderr, `${error.message === '' ? '' : `curl: ${error.message}\n`}${HINT}`);
    return 2;
  }
};

/** Transfers one URL: retries, output, `-w` text and exit code. */
async function transfer(call: Call, options: CurlOptions, text: string): Promise<number> {
  const output = new Output(call, options, text);
  for (let tries = 0; ; tries++) {
    const facts = await attempt(call, options, text, output);
    if (tries < options.retries && isWorthARetry(facts, options)) {
      const delayMs = options.retryDelayMs ?? FIRST_RETRY_MS * 2 ** tries;
      await printWarning(
        call,
        options,
        `Warning: Problem : ${problemOf(facts)}. Will retry in ${Math.ceil(delayMs / 1000)} seconds. \nWarning: ${options.retries - tries} ${options.retries - tries === 1 ? 'retry' : 'retries'} left.\n`,
      );
      await call.process.sleep(delayMs);
      continue;
    }
    output.close();
    if (facts.exitCode !== 0 && options.showError) await writeMessage(call.stderr, `curl: (${facts.exitCode}) ${facts.error}\n`);
    await call.print(writeOutText(options.writeOut, facts));
    return facts.exitCode;
  }
}

/** Transfer with its hops; `url` is the address of the next one. */
interface Transfer {
  readonly startedAt: number;
  readonly hops: Hop[];
  url: Url | undefined;
}

async function attempt(call: Call, options: CurlOptions, text: string, output: Output): Promise<TransferFacts> {
  const startedAt = call.now();
  const doneTransfer: Transfer = { startedAt, hops: [], url: parseUrl(text) };
  const error = await failureOf(() => followAll(call, options, output, doneTransfer));
  const last = doneTransfer.hops.at(-1);
  const totalMs = call.now() - startedAt;
  if (!options.silent && !output.isTerminal) await writeMessage(call.stderr, progressMeter(last?.downloaded ?? 0, last?.expected, totalMs));
  return {
    status: last?.status ?? error?.status ?? 0,
    url: doneTransfer.url === undefined ? text : urlText(doneTransfer.url),
    contentType: last?.contentType ?? '',
    redirects: Math.max(0, doneTransfer.hops.length - 1),
    connects: doneTransfer.hops.length,
    downloaded: last?.downloaded ?? 0,
    uploaded: 0,
    connectMs: last?.connectMs ?? 0,
    totalMs,
    remote: last?.remote,
    local: last?.local,
    method: options.method ?? 'GET',
    scheme: doneTransfer.url?.scheme ?? 'http',
    exitCode: error?.code ?? 0,
    error: error?.message ?? '',
  };
}

async function failureOf(work: () => Promise<void>): Promise<CurlError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof CurlError) return error;
    throw error;
  }
}

async function followAll(call: Call, options: CurlOptions, output: Output, doneTransfer: Transfer) {
  const data = await dataOf(options.data, (path) => dataFile(call, path));
  const context = { call, options, startedAt: doneTransfer.startedAt, write: (bytes: string) => output.write(bytes) };
  for (let redirects = 0; ; redirects++) {
    const { url } = doneTransfer;
    if (url === undefined) throw new CurlError(3, 'URL using bad/illegal format or missing URL');
    if (url.scheme !== 'http' && url.scheme !== 'https')
      throw new CurlError(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
    const last = await hop(context, url, requestOf(options, url, data));
    doneTransfer.hops.push(last);
    if (!options.follow || last.location === undefined) {
      if (options.failWithBody && last.status >= 400) throw new CurlError(22, `The requested URL returned error: ${last.status}`);
      return;
    }
    if (redirects >= options.maxRedirects) throw new CurlError(47, `Maximum (${options.maxRedirects}) redirects followed`);
    doneTransfer.url = redirected(url, last.location);
  }
}

/** Content of a `-d @FILE`; a missing file counts as empty. Rejects with CurlError for endless files. */
async function dataFile(call: Call, path: string): Promise<string> {
  let content = '';
  try {
    for await (const bytes of call.chunks(call.open(path))) {
      content += bytes;
      if (content.length > DATA_BYTES_MAX) throw new CurlError(27, 'option --data: out of memory');
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await writeMessage(call.stderr, `Warning: Couldn't read data from file "${path}", this makes an empty POST.\n`);
  }
  return content;
}

function isWorthARetry({ exitCode, status, error }: TransferFacts, { retryAll, retryRefused }: CurlOptions): boolean {
  if (retryAll && exitCode !== 0) return true;
  if (exitCode === 7) return retryRefused && !error.includes('Timed out');
  return exitCode === 28 || exitCode === 6 || TRANSIENT_STATUSES.has(status);
}

function problemOf({ exitCode, status }: TransferFacts): string {
  if (exitCode === 28) return 'timeout';
  if (exitCode === 7) return 'connection refused';
  return status > 0 ? `HTTP error` : exitCode === 6 ? 'timeout' : '(retrying all errors)';
}

async function printWarning(call: Call, { silent }: CurlOptions, text: string): Promise<void> {
  if (!silent) await writeMessage(call.stderr, text);
}

/** Download target: stdout, or a file created at its first byte. */
class Output {
  readonly #call: Call;
  readonly #path: string | undefined;
  #file: Writer | undefined;

  constructor(call: Call, { output, remoteName }: CurlOptions, url: string) {
    this.#call = call;
    const name = remoteName ? url.replace(/[?#].*$/, '').replace(/^.*\//, '') : output;
    this.#path = name === '-' ? undefined : name;
  }

  get isTerminal(): boolean {
    return this.#path === undefined && this.#call.stdout.isTerminal;
  }

  async write(bytes: string): Promise<void> {
    if (this.#path === undefined) {
      await this.#call.print(bytes);
      return;
    }
    try {
      this.#file ??= this.#call.process.openWriter(this.#path);
      await this.#file.write(bytes);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new CurlError(23, 'Failure writing output to destination');
    }
  }

  close(): void {
    this.#file?.close();
  }
}
