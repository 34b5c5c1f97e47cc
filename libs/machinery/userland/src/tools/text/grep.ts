import type { Reader } from '../../process/stream.ts';
import { writeMessage } from '../../process/write-message.ts';
import { RegexError } from '../../regex/parse-regex.ts';
import { Regex } from '../../regex/regex.ts';
import type { Call, Command } from '../call.ts';
import type { Options } from '../options.ts';

const LETTERS = 'EFGivcnrRqohHslLwxe:f:m:A:B:C:a';

/** `grep` with -E -F -i -v -c -n -r -q -o -l -L -h -H -w -x -s -m -e -f -A -B -C. Status 0 found, 1 not found, 2 trouble. */
export const grep: Command = async (call) => {
  const options = call.options({
    letters: LETTERS,
    long: {
      color: 'a',
      'ignore-case': 'i',
      'invert-match': 'v',
      count: 'c',
      quiet: 'q',
      'line-buffered': 'a',
      recursive: 'r',
      'only-matching': 'o',
      'extended-regexp': 'E',
      'fixed-strings': 'F',
      'line-number': 'n',
    },
  });
  const optionPatterns = [...options.values('e'), ...options.values('f').flatMap((path) => linesOf(call.files.read(path)))];
  const isGiven = options.has('e') || options.has('f');
  const patterns = isGiven ? optionPatterns : options.operands.slice(0, 1);
  if (patterns.length === 0 && !isGiven) return usage(call);
  const paths = options.operands.slice(isGiven ? 0 : 1);
  try {
    return await new Search(
      call,
      options,
      patterns.flatMap((pattern) => pattern.split('\n')),
    ).run(paths);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    await call.complain(call.isBusybox ? `bad regex '${patterns[0]}': ${error.message}` : error.message);
    return 2;
  }
};

async function usage(call: Call): Promise<number> {
  await writeMessage(call.stderr, `Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.\n`);
  return 2;
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

class Search {
  readonly #call: Call;
  readonly #options: Options;
  readonly #regexes: readonly Regex[];
  #found = false;
  #trouble = false;

  constructor(call: Call, options: Options, patterns: readonly string[]) {
    this.#call = call;
    this.#options = options;
    const { has } = options;
    const syntax = has('F') || call.name === 'fgrep' ? 'literal' : has('E') || call.name === 'egrep' ? 'extended' : 'basic';
    this.#regexes = patterns.map((pattern) => new Regex(pattern, { syntax, ignoreCase: has('i') }));
  }

  async run(paths: readonly string[]): Promise<number> {
    const { has } = this.#options;
    const isRecursive = has('r') || has('R');
    const files = paths.length === 0 ? [isRecursive ? '.' : '-'] : paths;
    const all = isRecursive ? files.flatMap((path) => this.#below(path)) : files;
    const named = (has('H') || isRecursive || files.length > 1) && !has('h');
    for (const path of all) {
      if (!isRecursive && path !== '-' && this.#isFolder(path)) {
        await this.#call.complain(`${path}: Is a directory`);
        continue;
      }
      const status = await this.#call.eachInput([path], (reader) => this.#search(reader, path === '-' ? '(standard input)' : path, named));
      this.#trouble ||= status !== 0;
      if (has('q') && this.#found) return 0;
    }
    return this.#trouble ? 2 : this.#found ? 0 : 1;
  }

  #isFolder(path: string): boolean {
    return this.#call.files.exists(path) && this.#call.files.stat(path).type === 'folder';
  }

  #below(path: string): string[] {
    if (!this.#isFolder(path)) return [path];
    return this.#call.files.list(path).flatMap((name) => this.#below(path === '.' ? name : `${path.replace(/\/$/, '')}/${name}`));
  }

  async #search(reader: Reader, path: string, named: boolean): Promise<boolean> {
    const { has, value } = this.#options;
    const max = Number(value('m') ?? Number.POSITIVE_INFINITY);
    const printer = new ContextPrinter(this.#call, this.#options, named ? path : undefined);
    let [number, count] = [0, 0];
    search: for await (const lines of this.#call.lines(reader)) {
      let output = '';
      for (const line of lines) {
        number += 1;
        const spans = this.#spans(line);
        const matches = spans.length > 0 !== has('v');
        if (matches) count += 1;
        if (!this.#isSilent) output += printer.line(line, number, matches, spans);
        if (matches && (has('q') || has('l') || has('L') || count >= max)) {
          await this.#call.print(output);
          break search;
        }
      }
      await this.#call.print(output);
    }
    this.#found ||= has('L') ? count === 0 : count > 0;
    const prefix = named ? `${path}:` : '';
    if (has('c') && !has('q')) await this.#call.print(`${prefix}${count}\n`);
    if ((has('l') && count > 0) || (has('L') && count === 0)) await this.#call.print(`${path}\n`);
    return true;
  }

  get #isSilent(): boolean {
    const { has } = this.#options;
    return has('q') || has('c') || has('l') || has('L');
  }

  /** Match positions: all with highlighting or `-o`, else the first. */
  #spans(line: string): (readonly [number, number])[] {
    const { has } = this.#options;
    const spans: (readonly [number, number])[] = [];
    for (let from = 0; from <= line.length; ) {
      const next = this.#first(line, from);
      if (next === undefined) break;
      spans.push(next);
      if (!has('o')) break;
      from = Math.max(next[1], from + 1);
    }
    return spans;
  }

  #first(line: string, from: number): readonly [number, number] | undefined {
    let best: readonly [number, number] | undefined;
    for (const regex of this.#regexes) {
      const span = this.#fitting(regex, line, from);
      if (span !== undefined && (best === undefined || span[0] < best[0] || (span[0] === best[0] && span[1] > best[1]))) best = span;
    }
    return best;
  }

  #fitting(regex: Regex, line: string, from: number): readonly [number, number] | undefined {
    const { has } = this.#options;
    for (let at = from; at <= line.length; at++) {
      const match = regex.find(line, at);
      if (match === undefined) return undefined;
      const { start, end } = match;
      const isWord = !/\w/.test(line[start - 1] ?? ' ') && !/\w/.test(line[end] ?? ' ');
      if ((!has('w') || isWord) && (!has('x') || (start === 0 && end === line.length))) return [start, end];
      if (has('x')) return undefined;
      at = start;
    }
    return undefined;
  }
}

/** Prints matched lines with context lines. */
class ContextPrinter {
  readonly #options: Options;
  readonly #path: string | undefined;
  readonly #before: { line: string; number: number }[] = [];
  readonly #beforeMax: number;
  readonly #afterMax: number;
  #after = 0;
  #lastPrinted = 0;

  constructor(_: Call, options: Options, path: string | undefined) {
    this.#options = options;
    this.#path = path;
    this.#beforeMax = Number(options.value('B') ?? options.value('C') ?? 0);
    this.#afterMax = Number(options.value('A') ?? options.value('C') ?? 0);
  }

  /** Output after reading this line. */
  line(line: string, number: number, matches: boolean, spans: readonly (readonly [number, number])[]): string {
    if (matches) return this.#matched(line, number, spans);
    if (this.#after > 0) {
      this.#after -= 1;
      this.#lastPrinted = number;
      return this.#show(line, number, '-');
    }
    this.#before.push({ line, number });
    if (this.#before.length > this.#beforeMax) this.#before.shift();
    return '';
  }

  #matched(line: string, number: number, spans: readonly (readonly [number, number])[]): string {
    const { has } = this.#options;
    const first = this.#before[0]?.number ?? number;
    const gap = this.#beforeMax + this.#afterMax > 0 && this.#lastPrinted > 0 && first > this.#lastPrinted + 1 ? '--\n' : '';
    const before = this.#before.splice(0).map((each) => this.#show(each.line, each.number, '-'));
    this.#after = this.#afterMax;
    this.#lastPrinted = number;
    const shownTexts = has('o')
      ? has('v')
        ? []
        : spans.filter(([start, end]) => end > start).map(([start, end]) => line.slice(start, end))
      : [line];
    return gap + before.join('') + shownTexts.map((text) => this.#show(text, number, ':')).join('');
  }

  #show(text: string, number: number, mark: string): string {
    const path = this.#path === undefined ? '' : `${this.#path}${mark}`;
    return `${path}${this.#options.has('n') ? `${number}${mark}` : ''}${text}\n`;
  }
}
