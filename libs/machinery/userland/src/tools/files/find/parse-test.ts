import type { FileStat } from '@klockwork/files';
import { compilePattern, matchesPattern } from '../../../shell/pattern.ts';
import { changedMode } from '../mode.ts';
import type { NumberTest, Test } from './test.ts';

/** Invalid arguments of find. Its message follows the command name. */
export class FindError extends Error {
  override readonly name = 'FindError';
}

/** Message texts of a find, and lookups for its tests. */
export interface FindWords {
  readonly isBusybox: boolean;
  /** Modification time. Throws FindError for a missing file. */
  modifiedAt(path: string): number;
  /** Id of a user or group. Throws FindError for an unknown name. */
  idOf(file: '/etc/passwd' | '/etc/group', name: string): number;
}

export interface FindExpression {
  readonly test: Test;
  readonly depthMin: number;
  readonly depthMax: number;
  /** Folders follow their content. */
  readonly isPostOrder: boolean;
}

const TYPES: Readonly<Record<string, FileStat['type']>> = { f: 'file', d: 'folder', l: 'link', c: 'device' };
const SIZES: Readonly<Record<string, number>> = { '': 512, b: 512, c: 1, w: 2, k: 1_024, M: 1_048_576, G: 1_073_741_824 };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ACTIONS: ReadonlySet<Test['type']> = new Set(['exec', 'print', 'print0', 'delete', 'printf', 'quit']);

/** Parses what follows the paths. Throws {@link FindError}. */
export function parseTests(args: readonly string[], words: FindWords): FindExpression {
  const parser = new TestParser(args, words);
  const test = parser.parse();
  const print: Test = { type: 'print' };
  const isWithoutAction = !parser.kinds.some((type) => ACTIONS.has(type) && type !== 'quit');
  return {
    test: test === undefined ? print : isWithoutAction ? { type: 'and', left: test, right: print } : test,
    depthMin: parser.depthMin,
    depthMax: parser.depthMax,
    isPostOrder: parser.isPostOrder || parser.kinds.includes('delete'),
  };
}

class TestParser {
  readonly kinds: Test['type'][] = [];
  depthMin = 0;
  depthMax = Number.POSITIVE_INFINITY;
  isPostOrder = false;
  readonly #args: readonly string[];
  readonly #words: FindWords;
  #at = 0;

  constructor(args: readonly string[], words: FindWords) {
    this.#args = args;
    this.#words = words;
  }

  parse(): Test | undefined {
    if (this.#args.length === 0) return undefined;
    const test = this.#list();
    if (this.#at < this.#args.length)
      throw new FindError(this.#words.isBusybox ? `bad arg '${this.#args[this.#at]}'` : "invalid expression; you have too many ')'");
    return test;
  }

  #take(word: string): boolean {
    if (this.#args[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #list(): Test {
    let left = this.#or();
    while (this.#take(',')) left = { type: 'list', left, right: this.#or() };
    return left;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#take('-o') || this.#take('-or')) left = { type: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const isSaid = this.#take('-a') || this.#take('-and');
      const next = this.#args[this.#at];
      if (!isSaid && (next === undefined || next === ')' || next === ',' || next === '-o' || next === '-or')) return left;
      left = { type: 'and', left, right: this.#not() };
    }
  }

  #not(): Test {
    if (this.#take('!') || this.#take('-not')) return { type: 'not', test: this.#not() };
    if (!this.#take('(')) return this.#primary();
    const test = this.#list();
    if (!this.#take(')'))
      throw new FindError(
        this.#words.isBusybox ? "unpaired '('" : "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
      );
    return test;
  }

  #primary(): Test {
    const word = this.#args[this.#at++] ?? '';
    const make = PRIMARIES[word];
    if (make === undefined) throw this.#unknown(word);
    const test = make(this, word);
    this.kinds.push(test.type);
    return test;
  }

  #unknown(word: string): FindError {
    if (this.#words.isBusybox) return new FindError(`unrecognized: ${word}`);
    if (word.startsWith('-')) return new FindError(`unknown predicate \`${word}'`);
    return new FindError(`paths must precede expression: \`${word}'`);
  }

  /** Argument of the current test. */
  argument(): string {
    const word = this.#args[this.#at++];
    if (word !== undefined) return word;
    const test = this.#args[this.#at - 2];
    throw new FindError(this.#words.isBusybox ? `${test} requires an argument` : `missing argument to \`${test}'`);
  }

  number(): NumberTest & { readonly rest: string } {
    const test = this.#args[this.#at - 1];
    const word = this.argument();
    const match = /^([+-]?)(\d+)([a-zA-Z]?)$/.exec(word);
    if (match === null)
      throw new FindError(this.#words.isBusybox ? `invalid number '${word}'` : `invalid argument \`${word}' to \`${test}'`);
    const sign = (match[1] ?? '') as NumberTest['sign'];
    return { sign, value: Number(match[2]), rest: match[3] ?? '' };
  }

  /** Command up to `;`, or with `{}` before `+` for many files at once. */
  command(inFolder: boolean): Test {
    const from = this.#at;
    while (this.#at < this.#args.length) {
      const word = this.#args[this.#at++];
      const isBatch = word === '+' && this.#args[this.#at - 2] === '{}';
      if (word === ';') return { type: 'exec', argv: this.#args.slice(from, this.#at - 1), batch: undefined, inFolder };
      if (isBatch) return { type: 'exec', argv: this.#args.slice(from, this.#at - 2), batch: [], inFolder };
    }
    throw new FindError(this.#words.isBusybox ? '-exec requires an argument' : "missing argument to `-exec'");
  }

  mode(): Test {
    const text = this.argument();
    const which = text.startsWith('-') ? 'all' : text.startsWith('/') ? 'any' : 'exactly';
    const mode = changedMode(which === 'exactly' ? text : text.slice(1), 0, { isFolder: false, umask: 0 });
    if (mode === undefined) throw new FindError(this.#words.isBusybox ? `invalid mode '${text}'` : `invalid mode '${text}'`);
    return { type: 'mode', mode, which };
  }

  types(): Test {
    const text = this.argument();
    const types = text.split(',').map((letter) => TYPES[letter]);
    if (types.includes(undefined) && !/^[bps,]+$/.test(text))
      throw new FindError(this.#words.isBusybox ? `invalid argument '${text}' to '-type'` : `Unknown argument to -type: ${text}`);
    return { type: 'type', types: types.filter((type) => type !== undefined) };
  }

  newer(): Test {
    return { type: 'newer', than: this.#words.modifiedAt(this.argument()) };
  }

  owner(type: 'uid' | 'gid'): Test {
    const name = this.argument();
    const file = type === 'uid' ? '/etc/passwd' : '/etc/group';
    const value = /^\d+$/.test(name) ? Number(name) : this.#words.idOf(file, name);
    return { type: type, count: { sign: '', value } };
  }

  size(): Test {
    const { sign, value, rest } = this.number();
    const unit = SIZES[rest];
    const { isBusybox } = this.#words;
    if (unit === undefined) throw new FindError(isBusybox ? `invalid number '${value}${rest}'` : `invalid -size type \`${rest}'`);
    // GNU counts whole units, a part of one as well; BusyBox bytes.
    return isBusybox ? { type: 'size', unit: 1, count: { sign, value: value * unit } } : { type: 'size', unit, count: { sign, value } };
  }
}

type Primary = (parser: TestParser, word: string) => Test;

function pattern(type: 'name' | 'path', ignoreCase: boolean): Primary {
  return (parser) => {
    const text = parser.argument();
    const compiledPattern = compilePattern(ignoreCase ? text.toLowerCase() : text);
    return { type: type, fits: (name) => matchesPattern(compiledPattern, ignoreCase ? name.toLowerCase() : name) };
  };
}

function age(unitMs: number): Primary {
  return (parser) => ({ type: 'age', unitMs, count: parser.number() });
}

function count(type: 'links' | 'inode' | 'uid' | 'gid'): Primary {
  return (parser) => ({ type: type, count: parser.number() });
}

function plain(type: 'empty' | 'true' | 'false' | 'print' | 'print0' | 'delete' | 'prune' | 'quit'): Primary {
  return () => ({ type: type });
}

/** Global option; always true as a test. */
function option(set: (parser: TestParser) => void): Primary {
  return (parser) => {
    set(parser);
    return { type: 'true' };
  };
}

const POST_ORDER = option((parser) => {
  parser.isPostOrder = true;
});

const PRIMARIES: Readonly<Record<string, Primary>> = {
  '-name': pattern('name', false),
  '-iname': pattern('name', true),
  '-path': pattern('path', false),
  '-wholename': pattern('path', false),
  '-ipath': pattern('path', true),
  '-type': (parser) => parser.types(),
  '-mtime': age(DAY_MS),
  '-ctime': age(DAY_MS),
  '-atime': age(DAY_MS),
  '-mmin': age(MINUTE_MS),
  '-cmin': age(MINUTE_MS),
  '-amin': age(MINUTE_MS),
  '-newer': (parser) => parser.newer(),
  '-size': (parser) => parser.size(),
  '-links': count('links'),
  '-inum': count('inode'),
  '-uid': count('uid'),
  '-gid': count('gid'),
  '-user': (parser) => parser.owner('uid'),
  '-group': (parser) => parser.owner('gid'),
  '-perm': (parser) => parser.mode(),
  '-exec': (parser) => parser.command(false),
  '-execdir': (parser) => parser.command(true),
  '-printf': (parser) => ({ type: 'printf', format: parser.argument() }),
  '-empty': plain('empty'),
  '-true': plain('true'),
  '-false': plain('false'),
  '-print': plain('print'),
  '-print0': plain('print0'),
  '-delete': plain('delete'),
  '-prune': plain('prune'),
  '-quit': plain('quit'),
  '-depth': POST_ORDER,
  '-xdev': option(() => {}),
  '-mount': option(() => {}),
  '-maxdepth': option((parser) => {
    parser.depthMax = parser.number().value;
  }),
  '-mindepth': option((parser) => {
    parser.depthMin = parser.number().value;
  }),
};
