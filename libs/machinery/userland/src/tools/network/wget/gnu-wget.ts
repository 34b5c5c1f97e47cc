import type { ServerCertificate } from '@klockwork/cluster-api';
import { FileError } from '@klockwork/files';
import type { ClientAnswer } from '../../../network/http/http-client.ts';
import { headerOf } from '../../../network/http/http-head.ts';
import { parseUrl, type Url, urlText } from '../../../network/http/url.ts';
import type { TcpConnection } from '../../../network/network.ts';
import { type Distrust, DistrustError, distrustOf } from '../../../network/tls.ts';
import type { Writer } from '../../../process/stream.ts';
import { writeMessage } from '../../../process/write-message.ts';
import type { Call } from '../../call.ts';
import { formatTime } from '../../date.ts';
import { connectToAny } from '../connect-to-any.ts';
import { lookUpHost } from '../resolver.ts';
import { FetchError, type FetchFailure, fetchHead, redirectOf, takeBody } from './fetch.ts';
import type { WgetOptions } from './wget-options.ts';

/** Exit codes of GNU's wget. */
const FAILED = { usage: 2, file: 3, network: 4, verification: 5, server: 8 } as const;
const USER_AGENT = 'Wget/1.21.3';
const REDIRECTS_MAX = 20;
/** System CA bundle. */
const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** `wget` of GNU: logs each step on stderr. */
export async function gnuWget(call: Call, options: WgetOptions): Promise<number> {
  if (options.urls.length === 0) {
    await writeMessage(call.stderr, "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
    return 1;
  }
  let status = 0;
  for (const text of options.urls) status = (await new GnuFetch(call, options).run(text)) || status;
  return status;
}

/** Download of one URL, following redirects. */
class GnuFetch {
  readonly #call: Call;
  readonly #options: WgetOptions;

  constructor(call: Call, options: WgetOptions) {
    this.#call = call;
    this.#options = options;
  }

  async run(text: string): Promise<number> {
    let url = parseUrl(text);
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      if (url === undefined) return this.#fail(FAILED.usage, `${text}: Invalid URL.\n`);
      if (url.scheme !== 'http' && url.scheme !== 'https') return this.#fail(1, `${text}: Unsupported scheme ‘${url.scheme}’.\n`);
      await this.#say(`--${this.#time()}--  ${urlText(url)}\n`);
      const outcome = await this.#one(url);
      if (typeof outcome === 'number') return outcome;
      url = outcome;
    }
    return this.#fail(FAILED.server, `${REDIRECTS_MAX} redirections exceeded.\n`);
  }

  /** Exit code, or the redirect target. */
  async #one(url: Url): Promise<number | Url> {
    const connection = await this.#connect(url);
    if (typeof connection === 'number') return connection;
    try {
      const sends = () => this.#say('HTTP request sent, awaiting response... ');
      if (url.scheme === 'http') await sends();
      const judge = async (certificate: ServerCertificate | undefined) => {
        this.#judge(certificate, url.host);
        await sends();
      };
      const answer = await fetchHead(this.#call, { connection, url, options: this.#options, means: { userAgent: USER_AGENT, judge } });
      await this.#say(this.#options.showHead ? `\n${headText(answer)}` : `${answer.status} ${answer.reason}\n`);
      const next = redirectOf(url, answer);
      if (next === undefined) return await this.#take(connection, answer, url);
      await this.#say(`Location: ${headerOf(answer.head, 'Location')} [following]\n`);
      return next;
    } catch (error) {
      if (error instanceof DistrustError) return this.#fail(FAILED.verification, distrustText(error.why, url.host));
      if (!(error instanceof FetchError)) throw error;
      return this.#fail(FAILED.network, `${words(error.failure)}\nGiving up.\n\n`);
    } finally {
      connection.close();
    }
  }

  /** Throws DistrustError. */
  #judge(certificate: ServerCertificate | undefined, host: string): void {
    const { insecure, authorities = SYSTEM_AUTHORITIES } = this.#options;
    const { files } = this.#call;
    const why = distrustOf(certificate, host, files.mayAccess(authorities, 'r') ? files.read(authorities) : '');
    if (why !== undefined && !insecure) throw new DistrustError(why);
  }

  async #connect({ host, port }: Url): Promise<TcpConnection | number> {
    const isAddress = /^[\d.]+$/.test(host);
    const lookup = await lookUpHost(this.#call.process, host);
    if ('failure' in lookup) {
      const why = lookup.failure === 'no-server' ? 'Temporary failure in name resolution' : 'Name or service not known';
      await this.#say(`Resolving ${host} (${host})... failed: ${why}.\n`);
      return this.#fail(FAILED.network, `wget: unable to resolve host address ‘${host}’\n`);
    }
    if (!isAddress) await this.#say(`Resolving ${host} (${host})... ${lookup.addresses.join(', ')}\n`);
    const [first = ''] = lookup.addresses;
    await this.#say(`Connecting to ${isAddress ? host : `${host} (${host})|${first}|`}:${port}... `);
    const connection = await connectToAny(this.#call.process, lookup.addresses, port, this.#options.timeoutMs);
    if ('failure' in connection) return this.#fail(FAILED.network, `failed: ${connection.message}.\n`);
    await this.#say('connected.\n');
    return connection;
  }

  async #take(connection: TcpConnection, answer: ClientAnswer, url: Url): Promise<number> {
    if (answer.status >= 400 && !this.#options.contentOnError) {
      const reason = answer.status === 404 && this.#options.spider ? 'Remote file does not exist -- broken link!!!\n\n' : '';
      return this.#fail(FAILED.server, reason || `${this.#time()} ERROR ${answer.status}: ${answer.reason}.\n\n`);
    }
    const type = headerOf(answer.head, 'Content-Type');
    const declaredHeader = headerOf(answer.head, 'Content-Length');
    await this.#say(
      `Length: ${declaredHeader === undefined ? 'unspecified' : amount(Number(declaredHeader))}${type === undefined ? '' : ` [${type}]`}\n`,
    );
    if (this.#options.spider) return this.#say('Remote file exists.\n\n').then(() => 0);
    return this.#save(connection, answer, url);
  }

  async #save(connection: TcpConnection, answer: ClientAnswer, url: Url): Promise<number> {
    const path = this.#options.output ?? this.#freeName(url);
    const writer = path === '-' ? this.#call.stdout : this.#open(path);
    if (writer instanceof FileError) return this.#fail(FAILED.file, `${path}: ${writer.message}\n\nCannot write to ‘${path}’ (Success).\n`);
    await this.#say(`Saving to: ‘${path === '-' ? 'STDOUT' : path}’\n\n`);
    const size = await takeBody(this.#call, { connection, answer, options: this.#options, take: async (bytes) => writer.write(bytes) });
    if (writer !== this.#call.stdout) writer.close();
    const ofAll = answer.length === undefined ? `[${size}]` : `[${size}/${answer.length}]`;
    const verb = path === '-' ? 'written to stdout' : `‘${path}’ saved`;
    await this.#say(`     0K ${' '.repeat(54)}100%  ${amount(size)}=0s\n\n`);
    const summary = `${this.#time()} (${amount(size)}/s) - ${verb} ${ofAll}\n\n`;
    await this.#say(summary);
    if (this.#options.terse) await writeMessage(this.#call.stderr, `${this.#time()} URL:${urlText(url)} ${ofAll} -> "${path}" [1]\n`);
    return 0;
  }

  #open(path: string): Writer | FileError {
    try {
      return this.#call.process.openWriter(path);
    } catch (error) {
      if (error instanceof FileError) return error;
      throw error;
    }
  }

  /** File name from the URL, with a numeric suffix if taken. */
  #freeName({ target }: Url): string {
    const name = target.replace(/[?#].*$/, '').replace(/^.*\//, '') || 'index.html';
    const path = this.#options.folder === undefined ? name : `${this.#options.folder}/${name}`;
    let free = path;
    for (let number = 1; this.#call.files.exists(free); number++) free = `${path}.${number}`;
    return free;
  }

  #time(): string {
    return formatTime(this.#call.now(), '%Y-%m-%d %H:%M:%S');
  }

  async #say(text: string): Promise<void> {
    if (!this.#options.quiet && !this.#options.terse) await writeMessage(this.#call.stderr, text);
  }

  async #fail(status: number, text: string): Promise<number> {
    if (!this.#options.quiet) await writeMessage(this.#call.stderr, text);
    return status;
  }
}

/** GnuTLS' words. */
function distrustText(why: Distrust, host: string): string {
  if (why === 'other-name') return `The certificate's owner does not match hostname ‘${host}’\n`;
  return `ERROR: The certificate of ‘${host}’ is not trusted.\nERROR: The certificate of ‘${host}’ doesn't have a known issuer.\n`;
}

function words(failure: FetchFailure): string {
  switch (failure) {
    case 'deadline':
      return 'Read error (Connection timed out) in headers.';
    case 'reset':
      return 'Read error (Connection reset by peer) in headers.';
    case 'no-tls':
      return 'Unable to establish SSL connection.';
    case 'cut-short':
      return 'Connection closed.';
    case 'no-answer':
      return 'No data received.';
  }
}

function headText({ head }: ClientAnswer): string {
  return [head.startLine, ...head.headers.map(([name, value]) => `${name}: ${value}`)].map((line) => `  ${line}\n`).join('');
}

function amount(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  const kilo = bytes / 1024;
  const short = kilo < 1024 ? `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)}K` : `${(kilo / 1024).toFixed(1)}M`;
  return `${bytes} (${short})`;
}
