import { FileError, type FileStat } from '@klockwork/files';
import type { Call, Command } from '../../call.ts';
import { nameOf } from '../../system/environment.ts';
import { runChild } from '../../text/columns.ts';
import type { FoundFile } from './found-file.ts';
import { FindError, type FindExpression, parseTests } from './parse-test.ts';
import { printfFile } from './printf-file.ts';
import { isCount, type Test } from './test.ts';

/** `find [-L] [PATH …] [EXPRESSION]`: sorted by byte. */
export const find: Command = async (call) => {
  const args = call.args.filter((arg, index) => !(/^-[HLP]$/.test(arg) && index === 0));
  const at = args.findIndex((arg) => /^-./.test(arg) || arg === '(' || arg === '!');
  const paths = at < 0 ? args : args.slice(0, at);
  try {
    const expression = parseTests(at < 0 ? [] : args.slice(at), wordsOf(call));
    return await new Search(call, expression, call.args[0] === '-L').run(paths.length === 0 ? ['.'] : paths);
  } catch (error) {
    if (!(error instanceof FindError)) throw error;
    return call.complain(error.message);
  }
};

function wordsOf(call: Call) {
  const { isBusybox, files } = call;
  return {
    isBusybox,
    modifiedAt: (path: string) => {
      try {
        return files.stat(path).modifiedAt;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new FindError(isBusybox ? `${path}: ${error.message}` : `'${path}': ${error.message}`);
      }
    },
    idOf: (file: '/etc/passwd' | '/etc/group', name: string) => {
      const rows = files.exists(file) ? files.read(file).split('\n') : [];
      const row = rows.map((line) => line.split(':')).find(([each]) => each === name);
      if (row !== undefined) return Number(row[2]);
      const kind = file === '/etc/passwd' ? 'user' : 'group';
      throw new FindError(isBusybox ? `unknown ${kind} ${name}` : `'${name}' is not the name of a known ${kind}`);
    },
  };
}

class Search {
  readonly #call: Call;
  readonly #expression: FindExpression;
  readonly #follows: boolean;
  readonly #batches = new Set<Test & { type: 'exec' }>();
  #status = 0;
  #isOver = false;
  #isPruned = false;

  constructor(call: Call, expression: FindExpression, follows: boolean) {
    this.#call = call;
    this.#expression = expression;
    this.#follows = follows;
  }

  async run(paths: readonly string[]): Promise<number> {
    for (const path of paths) await this.#visit(path, path, 0);
    for (const test of this.#batches) if ((test.batch ?? []).length > 0) await this.#runBatch(test);
    return this.#status;
  }

  async #visit(path: string, start: string, depth: number): Promise<void> {
    if (this.#isOver) return;
    await this.#call.spend();
    const stat = await this.#statOf(path);
    if (stat === undefined) return;
    const file = { path, start, depth, stat };
    const { depthMin, depthMax, isPostOrder } = this.#expression;
    const isAsked = depth >= depthMin;
    this.#isPruned = false;
    if (isAsked && !isPostOrder) await this.#holds(this.#expression.test, file);
    if (stat.type === 'folder' && depth < depthMax && !this.#isPruned) await this.#below(file);
    if (isAsked && isPostOrder && !this.#isOver) await this.#holds(this.#expression.test, file);
  }

  async #below({ path, start, depth }: FoundFile): Promise<void> {
    const names = await this.#readable(path, () => this.#call.files.list(path));
    for (const name of names ?? []) await this.#visit(`${path.replace(/\/+$/, '')}/${name}`, start, depth + 1);
  }

  #statOf(path: string): Promise<FileStat | undefined> {
    const { files } = this.#call;
    return this.#readable(path, () => (this.#follows && files.exists(path) ? files.stat(path) : files.linkStat(path)));
  }

  async #readable<T>(path: string, read: () => T): Promise<T | undefined> {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.#call.complain(this.#call.isBusybox ? `${path}: ${error.message}` : `'${path}': ${error.message}`);
      this.#status = 1;
      return undefined;
    }
  }

  async #holds(test: Test, file: FoundFile): Promise<boolean> {
    const { stat, path } = file;
    switch (test.type) {
      case 'and':
        return (await this.#holds(test.left, file)) && !this.#isOver && this.#holds(test.right, file);
      case 'or':
        return (await this.#holds(test.left, file)) || (!this.#isOver && this.#holds(test.right, file));
      case 'list':
        await this.#holds(test.left, file);
        return this.#holds(test.right, file);
      case 'not':
        return !(await this.#holds(test.test, file));
      case 'name':
        return test.fits(
          path
            .replace(/(?<=.)\/+$/, '')
            .split('/')
            .at(-1) || '/',
        );
      case 'path':
        return test.fits(path);
      case 'type':
        return test.types.includes(stat.type);
      case 'empty':
        return stat.type === 'folder'
          ? ((await this.#readable(path, () => this.#call.files.list(path))) ?? ['']).length === 0
          : stat.type === 'file' && stat.size === 0;
      default:
        return this.#isMeasured(test, file) ?? this.#act(test, file);
    }
  }

  /** Evaluates numeric tests; undefined for other tests. */
  #isMeasured(test: Test, { stat }: FoundFile): boolean | undefined {
    switch (test.type) {
      case 'age':
        return isAged(test, this.#call.now() - stat.modifiedAt);
      case 'newer':
        return stat.modifiedAt > test.than;
      case 'size':
        return isCount(test.count, Math.ceil(stat.size / test.unit));
      case 'links':
        return isCount(test.count, stat.links);
      case 'inode':
        return isCount(test.count, stat.ino);
      case 'uid':
        return isCount(test.count, stat.uid);
      case 'gid':
        return isCount(test.count, stat.gid);
      case 'mode':
        return hasMode(test, stat.mode);
      default:
        return undefined;
    }
  }

  async #act(test: Test, file: FoundFile): Promise<boolean> {
    switch (test.type) {
      case 'print':
        await this.#call.print(`${file.path}\n`);
        return true;
      case 'print0':
        await this.#call.print(`${file.path}\0`);
        return true;
      case 'printf':
        await this.#call.print(printfFile(test.format, file, this.#namesOf(file)));
        return true;
      case 'exec':
        return test.batch === undefined ? this.#exec(test, file) : this.#collect(test, file);
      case 'delete':
        return this.#delete(file);
      case 'prune':
        this.#isPruned = true;
        return true;
      case 'quit':
        this.#isOver = true;
        return true;
      default:
        return test.type === 'true';
    }
  }

  #namesOf({ path, stat }: FoundFile) {
    const target = stat.type === 'link' ? this.#call.files.readLink(path) : '';
    const user = nameOf(this.#call, '/etc/passwd', stat.uid) ?? String(stat.uid);
    return { user, group: nameOf(this.#call, '/etc/group', stat.gid) ?? String(stat.gid), target };
  }

  async #exec({ argv }: Test & { type: 'exec' }, { path }: FoundFile): Promise<boolean> {
    return (await this.#runChild(argv.map((word) => word.replaceAll('{}', path)))) === 0;
  }

  #collect(test: Test & { type: 'exec' }, { path }: FoundFile): true {
    test.batch?.push(path);
    this.#batches.add(test);
    return true;
  }

  async #runBatch({ argv, batch = [] }: Test & { type: 'exec' }): Promise<void> {
    if ((await this.#runChild([...argv, ...batch])) !== 0) this.#status = 1;
  }

  #runChild(argv: readonly string[]): Promise<number> {
    return runChild(this.#call, argv, undefined, this.#call.isBusybox ? argv[0] : `'${argv[0]}'`);
  }

  /** Folders must be empty; a start path `.` is kept. */
  async #delete({ path, stat }: FoundFile): Promise<boolean> {
    if (path === '.') return true;
    const { files } = this.#call;
    try {
      if (stat.type === 'folder') files.removeFolder(path);
      else files.unlink(path);
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.#call.complain(this.#call.isBusybox ? `${path}: ${error.message}` : `cannot delete '${path}': ${error.message}`);
      this.#status = 1;
      return false;
    }
  }
}

/** Ages are counted in whole units: `-mtime 0` is the last 24 hours, `+0` all before; minutes as a length of time. */
function isAged({ unitMs, count: { sign, value } }: Test & { type: 'age' }, ageMs: number): boolean {
  if (sign === '-') return ageMs < value * unitMs;
  if (unitMs < 86_400_000) return sign === '+' ? ageMs > value * unitMs : ageMs <= value * unitMs && ageMs > (value - 1) * unitMs;
  return isCount({ sign, value }, Math.floor(ageMs / unitMs));
}

function hasMode({ mode, which }: Test & { type: 'mode' }, has: number): boolean {
  if (which === 'exactly') return (has & 0o7777) === mode;
  return which === 'all' ? (has & mode) === mode : mode === 0 || (has & mode) !== 0;
}
