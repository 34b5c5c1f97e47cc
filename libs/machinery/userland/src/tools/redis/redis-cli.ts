import type { TcpConnection } from '../../network/network.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { connectToAny } from '../network/connect-to-any.ts';
import { lookUpHost } from '../network/resolver.ts';
import { plainReply, prettyReply } from './format-reply.ts';
import { encodeCommand, type Reply, RespError, RespReader } from './resp.ts';
import { splitWords } from './split-words.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
  readonly user: string | undefined;
  readonly warns: boolean;
  readonly database: number;
  /** Undefined: by the output. */
  readonly isRaw: boolean | undefined;
  readonly times: number;
  readonly pauseMs: number;
  /** The last word comes from stdin. */
  readonly readsLast: boolean;
  readonly failsOnError: boolean;
  readonly words: readonly string[];
}

const WITH_VALUE = new Set([
  ...['-h', '-p', '-s', '-a', '-u', '-n', '-r', '-i', '-t', '-d', '-D', '-X'],
  ...['--user', '--pass', '--sni', '--cacert', '--cacertdir', '--cert', '--key', '--tls-ciphers'],
]);
const FLAGS = new Set(['--raw', '--no-raw', '--no-auth-warning', '--askpass', '-x', '-e', '-2', '-3', '-c', '-4', '-6', '--verbose']);

/** `redis-cli [-h HOST] [-p PORT] [-a PASSWORD] [-n DB] [-r TIMES] [-i SECONDS] [-x] [COMMAND…]`. Models `src/redis-cli.c`. */
export const redisCli: Command = async (call) => {
  const options = optionsOf(call);
  if (typeof options === 'string') {
    await writeMessage(call.stderr, `${options}\n`);
    return 1;
  }
  const product = call.name.startsWith('valkey') ? 'Valkey' : 'Redis';
  const connection = await connect(call, options);
  if (typeof connection === 'string') {
    await writeMessage(call.stderr, `Could not connect to ${product} at ${options.host}:${options.port}: ${connection}\n`);
    return 1;
  }
  const client = new Client(call, connection, options);
  try {
    await client.login();
    return options.words.length === 0 ? await client.talk() : await client.sendEach(options.words);
  } catch (error) {
    if (!(error instanceof RespError)) throw error;
    await writeMessage(call.stderr, `Error: ${error.message}\n`);
    return 1;
  } finally {
    connection.close();
  }
};

/** Returns options, or the message for an unknown one. */
function optionsOf(call: Call): Options | string {
  const { args, process } = call;
  const values = new Map<string, string>();
  const flags = new Set<string>();
  let at = 0;
  for (; at < args.length && args[at]?.startsWith('-') === true; at++) {
    const arg = args[at] ?? '';
    if (WITH_VALUE.has(arg) && at + 1 < args.length) values.set(arg, args[++at] ?? '');
    else if (FLAGS.has(arg)) flags.add(arg);
    else if (/^--(?:latency|stat|bigkeys|memkeys|hotkeys|cluster|pipe|rdb|scan|csv|json|eval|replica|intrinsic|lru)/.test(arg)) {
      return `klockwork: ${call.name}: ${arg} is not simulated`;
    } else return `Unrecognized option or bad number of args for: '${arg}'`;
  }
  const url = /^rediss?:\/\/(?:(?:([^:@]*):)?([^@]*)@)?([^:/]+)?(?::(\d+))?(?:\/(\d+))?$/.exec(values.get('-u') ?? '') ?? [];
  const value = values.get('-a') ?? values.get('--pass') ?? url[2];
  return {
    host: values.get('-h') ?? url[3] ?? '127.0.0.1',
    port: Number(values.get('-p') ?? url[4] ?? 6379),
    password: value ?? process.environment.get('REDISCLI_AUTH'),
    user: values.get('--user') ?? url[1],
    warns: value !== undefined && !flags.has('--no-auth-warning'),
    database: Number(values.get('-n') ?? url[5] ?? 0),
    isRaw: flags.has('--no-raw') ? false : flags.has('--raw') ? true : undefined,
    times: Number(values.get('-r') ?? 1),
    pauseMs: Number(values.get('-i') ?? 0) * 1_000,
    readsLast: flags.has('-x'),
    failsOnError: flags.has('-e'),
    words: args.slice(at),
  };
}

/** Returns the connection, or the reason of its failure. */
async function connect({ process }: Call, { host, port }: Options): Promise<TcpConnection | string> {
  const lookup = await lookUpHost(process, host);
  if ('failure' in lookup) return lookup.failure === 'no-server' ? 'Temporary failure in name resolution' : 'Name or service not known';
  const connection = await connectToAny(process, lookup.addresses, port, Number.POSITIVE_INFINITY);
  return 'failure' in connection ? connection.message : connection;
}

/** Connected client. */
class Client {
  readonly #call: Call;
  readonly #connection: TcpConnection;
  readonly #options: Options;
  readonly #replies: RespReader;
  #database = 0;

  constructor(call: Call, connection: TcpConnection, options: Options) {
    this.#call = call;
    this.#connection = connection;
    this.#options = options;
    this.#replies = new RespReader(connection);
  }

  /** Sends the password and the number of the database, if there are any. */
  async login(): Promise<void> {
    const { password, user, warns, database } = this.#options;
    const { stderr } = this.#call;
    if (warns)
      await writeMessage(stderr, "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n");
    if (password !== undefined) {
      const reply = await this.#ask(['AUTH', ...(user === undefined || user === '' ? [] : [user]), password]);
      if (reply.type === 'error') await writeMessage(stderr, `AUTH failed: ${reply.text}\n`);
    }
    if (database === 0) return;
    const reply = await this.#ask(['SELECT', String(database)]);
    if (reply.type === 'error') await writeMessage(stderr, `SELECT ${database} failed: ${reply.text}\n`);
    else this.#database = database;
  }

  /** Sends a command as often as asked; a negative number means without end. */
  async sendEach(words: readonly string[]): Promise<number> {
    const { times, pauseMs, readsLast } = this.#options;
    const sentWords = readsLast ? [...words, await this.#input()] : words;
    let status = 0;
    for (let count = 0; times < 0 || count < times; count++) {
      if (count > 0) await (pauseMs > 0 ? this.#call.process.sleep(pauseMs) : this.#call.spend());
      status = Math.max(status, await this.#send(sentWords));
    }
    return status;
  }

  /** Sends the lines of the input, with a prompt at a terminal. */
  async talk(): Promise<number> {
    const { stdin } = this.#call;
    let status = 0;
    await this.#prompt();
    for await (const lines of this.#call.lines(stdin)) {
      for (const line of lines) {
        const words = splitWords(line);
        if (words === undefined) await this.#call.print('Invalid argument(s)\n');
        else if (/^(?:exit|quit)$/i.test(words[0] ?? '')) return status;
        else if (words.length > 0) status = await this.#send(words);
      }
      await this.#prompt();
    }
    return stdin.isTerminal ? 0 : status;
  }

  async #prompt(): Promise<void> {
    const { host, port } = this.#options;
    if (this.#call.stdin.isTerminal) await this.#call.print(`${host}:${port}${this.#database === 0 ? '' : `[${this.#database}]`}> `);
  }

  async #input(): Promise<string> {
    const parts: string[] = [];
    for await (const bytes of this.#call.chunks(this.#call.stdin)) parts.push(bytes);
    return parts.join('');
  }

  /** Returns exit code 1 for commands without simulation, which scripts must notice. */
  async #send(words: readonly string[]): Promise<number> {
    const { isRaw = !this.#call.stdout.isTerminal, failsOnError } = this.#options;
    const reply = await this.#ask(words);
    const isError = reply.type === 'error';
    if (isError && reply.text.startsWith('ERR klockwork: ')) {
      await writeMessage(this.#call.stderr, `${reply.text.slice('ERR '.length)}\n`);
      return 1;
    }
    if (words[0]?.toLowerCase() === 'select' && !isError) this.#database = Number(words[1]);
    await this.#call.print(isRaw ? plainReply(reply) : prettyReply(reply));
    return isError && failsOnError ? 1 : 0;
  }

  async #ask(words: readonly string[]): Promise<Reply> {
    await this.#connection.write(encodeCommand(words));
    const reply = await this.#replies.reply();
    if (reply === undefined) throw new RespError('Server closed the connection');
    return reply;
  }
}
