import type { Files } from '@klockwork/files';
import type { Connection } from '@klockwork/pod-lifecycle';
import { compilePattern, matchesPattern } from '../../shell/pattern.ts';
import { COLLECTION_COMMANDS } from './collection-commands.ts';
import { type KeyCommands, ReplyError } from './command.ts';
import { UNSIMULATED_COMMANDS } from './command-names.ts';
import { KEY_COMMANDS } from './key-commands.ts';
import { Keyspace, KeyspaceFullError } from './keyspace.ts';
import { bulk, bulks, encodeReply, failure, OK, type Reply, RespError, RespReader } from './resp.ts';
import { settingsOf } from './settings.ts';
import { STRING_COMMANDS } from './string-commands.ts';

/** Surroundings of a server. */
export interface RedisServerParts {
  /** Arguments of its program. */
  readonly args: readonly string[];
  /** Files with its configuration, read once. */
  readonly files: Files;
  /** `7.4.7` */
  readonly version: string;
  /** Password from another source than its settings. */
  readonly password?: string;
  /** Returns lab time in ms. */
  now(): number;
}

/** State of one client. */
interface Session {
  database: number;
  isAuthorized: boolean;
  isLeaving: boolean;
}

interface ServerCommand {
  readonly arity: number;
  run(session: Session, args: readonly string[]): Reply;
}

const COMMANDS: KeyCommands = { ...STRING_COMMANDS, ...KEY_COMMANDS, ...COLLECTION_COMMANDS };
const BEFORE_LOGIN: ReadonlySet<string> = new Set(['auth', 'hello', 'quit']);
const DATABASES = 16;

/** Redis server without persistence, replicas and scripts: keys live as long as its process. Models `server.c`, `networking.c`. */
export class RedisServer {
  readonly #parts: RedisServerParts;
  readonly #settings: ReadonlyMap<string, string>;
  readonly #startedAt: number;
  readonly #databases: readonly Keyspace[];
  readonly #own: Readonly<Record<string, ServerCommand>>;

  constructor(parts: RedisServerParts) {
    this.#parts = parts;
    this.#settings = settingsOf(parts.args, parts.files);
    this.#startedAt = parts.now();
    this.#databases = Array.from({ length: DATABASES }, () => new Keyspace(() => parts.now()));
    this.#own = {
      auth: { arity: -2, run: (session, args) => this.#authorize(session, args) },
      client: { arity: -2, run: (_, [word = '']) => this.#client(word) },
      config: { arity: -2, run: (_, [word = '', pattern = '']) => this.#config(word, pattern) },
      echo: { arity: 2, run: (_, [text]) => bulk(text) },
      info: { arity: -1, run: (_, sections) => bulk(this.#info(sections)) },
      ping: { arity: -1, run: (_, [text]) => (text === undefined ? { type: 'status', text: 'PONG' } : bulk(text)) },
      quit: {
        arity: -1,
        run(session) {
          session.isLeaving = true;
          return OK;
        },
      },
      select: { arity: 2, run: (session, [index = '']) => this.#select(session, index) },
      time: { arity: 1, run: () => bulks([String(Math.floor(parts.now() / 1_000)), String((parts.now() % 1_000) * 1_000)]) },
    };
  }

  /** Serves one connection until its client leaves. Rejects like the connection. */
  async serve(connection: Connection): Promise<void> {
    const reader = new RespReader(connection);
    const session = { database: 0, isAuthorized: this.#password === '', isLeaving: false };
    try {
      for (let words = await reader.command(); words !== undefined; words = await reader.command()) {
        if (words.length === 0) continue;
        await connection.write(encodeReply(this.#answer(session, words)));
        if (session.isLeaving) break;
      }
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      await connection.write(encodeReply(failure(`ERR ${error.message}`)));
    }
    connection.end();
  }

  get #password(): string {
    return this.#parts.password ?? this.#settings.get('requirepass') ?? '';
  }

  #answer(session: Session, [word = '', ...args]: readonly string[]): Reply {
    const name = word.toLowerCase();
    const own = Object.hasOwn(this.#own, name) ? this.#own[name] : undefined;
    const onKeys = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    const command = own ?? onKeys;
    if (command === undefined && !UNSIMULATED_COMMANDS.has(name)) return unknown(word, args);
    if (!session.isAuthorized && !BEFORE_LOGIN.has(name)) return failure('NOAUTH Authentication required.');
    if (command === undefined) return failure(`ERR klockwork: ${word} is not simulated`);
    const words = args.length + 1;
    if (command.arity > 0 ? words !== command.arity : words < -command.arity) {
      return failure(`ERR wrong number of arguments for '${name}' command`);
    }
    try {
      if (onKeys === undefined) return (own as ServerCommand).run(session, args);
      if (name === 'flushall') for (const database of this.#databases) database.clear();
      return onKeys.run(this.#databases[session.database] as Keyspace, args);
    } catch (error) {
      if (error instanceof ReplyError) return error.reply;
      if (error instanceof KeyspaceFullError) return failure("OOM command not allowed when used memory > 'maxmemory'.");
      throw error;
    }
  }

  #authorize(session: Session, args: readonly string[]): Reply {
    if (this.#password === '' && args.length === 1) {
      return failure(
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      );
    }
    const [user, password] = args.length === 1 ? ['default', args[0]] : args;
    if (user !== 'default' || (this.#password !== '' && password !== this.#password)) {
      return failure('WRONGPASS invalid username-password pair or user is disabled.');
    }
    session.isAuthorized = true;
    return OK;
  }

  #select(session: Session, text: string): Reply {
    const index = /^-?\d+$/.test(text) ? Number(text) : undefined;
    if (index === undefined) return failure('ERR value is not an integer or out of range');
    if (index < 0 || index >= DATABASES) return failure('ERR DB index is out of range');
    session.database = index;
    return OK;
  }

  /** Libraries introduce themselves by SETINFO and SETNAME. */
  #client(word: string): Reply {
    return /^set(?:info|name)$/i.test(word) ? OK : failure(`ERR klockwork: CLIENT ${word} is not simulated`);
  }

  #config(word: string, pattern: string): Reply {
    if (!/^get$/i.test(word)) return failure(`ERR klockwork: CONFIG ${word} is not simulated`);
    const compiledPattern = compilePattern(pattern.toLowerCase());
    const settings = [...this.#settings].filter(([name]) => matchesPattern(compiledPattern, name));
    if (settings.length === 0) return failure(`ERR klockwork: CONFIG GET ${pattern} is not simulated`);
    return bulks(settings.flat());
  }

  #info(sections: readonly string[]): string {
    const { version, now } = this.#parts;
    const keyspace = this.#databases.flatMap((keys, index) => {
      const names = keys.keys();
      const expires = names.filter((key) => keys.expiryOf(key) !== undefined).length;
      return names.length === 0 ? [] : [`db${index}:keys=${names.length},expires=${expires},avg_ttl=0`];
    });
    const all: Readonly<Record<string, readonly string[]>> = {
      Server: [
        `redis_version:${version}`,
        'redis_mode:standalone',
        `tcp_port:${this.#settings.get('port')}`,
        `uptime_in_seconds:${Math.floor((now() - this.#startedAt) / 1_000)}`,
      ],
      Persistence: ['loading:0'],
      Replication: ['role:master', 'connected_slaves:0'],
      Keyspace: keyspace,
    };
    const wantedSections = new Set(sections.map((section) => section.toLowerCase()));
    const isWanted = (name: string) =>
      wantedSections.size === 0 || ['all', 'default', 'everything', name.toLowerCase()].some((word) => wantedSections.has(word));
    const shownEntries = Object.entries(all).filter(([name]) => isWanted(name));
    return shownEntries.map(([name, lines]) => `${[`# ${name}`, ...lines].join('\r\n')}\r\n`).join('\r\n');
  }
}

function unknown(word: string, args: readonly string[]): Reply {
  const beginning = args.map((arg) => `'${arg}' `).join('');
  return failure(`ERR unknown command '${word.slice(0, 128)}', with args beginning with: ${beginning.slice(0, 128)}`);
}
