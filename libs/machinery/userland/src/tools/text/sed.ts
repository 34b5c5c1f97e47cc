import { FileError } from '@klockwork/files';
import { HELD_BYTES_MAX, OutOfMemoryError } from '../../process/out-of-memory.ts';
import type { RegexMatch } from '../../regex/regex.ts';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';
import { parseSed, type SedAddress, type SedCommand, SedError } from './sed-script.ts';

/** `sed [-n] [-E] [-i] [-e SCRIPT] [SCRIPT] [FILE …]` with the commands s p d q a i c = and their addresses. */
export const sed: Command = async (call) => {
  const { has, values, operands } = call.options(
    { letters: 'nEri:e:su', long: { 'regexp-extended': 'E', quiet: 'n' } },
    call.args.map((arg) => (arg === '-i' ? '-i ' : arg)),
  );
  const scripts = values('e').length > 0 ? values('e') : operands.slice(0, 1);
  const paths = operands.slice(values('e').length > 0 ? 0 : 1);
  try {
    const commands = parseSed(scripts.join('\n'), has('E') || has('r'));
    if (!has('i')) return await transform(call, paths, new Sed(commands, has('n')));
    for (const path of paths) call.files.write(path, new Sed(commands, has('n')).whole(call.files.read(path)));
    return 0;
  } catch (error) {
    if (error instanceof FileError && error.code !== 'EPIPE') return call.complain(`can't read ${paths[0]}: ${error.message}`);
    if (!(error instanceof SedError)) throw error;
    return call.complain(`-e expression #1, char ${scripts.join('\n').length}: ${error.message}`);
  }
};

async function transform(call: Call, paths: readonly string[], sed: Sed): Promise<number> {
  let holdSpace: string | undefined;
  const status = await call.eachInput(
    paths,
    async (reader) => {
      if (sed.needsLast) {
        const text = await wholeInput(call, reader);
        await call.print(sed.whole(text));
        return !sed.ended;
      }
      for await (const lines of call.lines(reader)) {
        for (const line of lines) if (!sed.ended) holdSpace = (holdSpace ?? '') + sed.line(line, false);
        await call.print(holdSpace ?? '');
        holdSpace = '';
        if (sed.ended) return false;
      }
      return true;
    },
    { gnu: "can't read", status: 2 },
  );
  return status;
}

/** Script state: line number and active ranges. */
class Sed {
  ended = false;
  readonly #commands: readonly SedCommand[];
  readonly #silent: boolean;
  readonly #open = new Set<SedCommand>();
  #number = 0;

  constructor(commands: readonly SedCommand[], silent: boolean) {
    this.#commands = commands;
    this.#silent = silent;
  }

  /** Returns whether an address is `$`, known only at end of input. */
  get needsLast(): boolean {
    return this.#commands.some(({ from, to }) => from?.type === 'last' || to?.type === 'last');
  }

  whole(text: string): string {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.map((line, index) => (this.ended ? '' : this.line(line, index === lines.length - 1))).join('');
  }

  /** Output for a line. */
  line(line: string, isLast: boolean): string {
    this.#number += 1;
    let [text, output, after] = [line, '', ''];
    for (const command of this.#commands) {
      if (this.#isFor(command, text, isLast) === command.negated) continue;
      if (command.name === 'd') return output + after;
      if (command.name === 'c') return `${output}${command.text}\n${after}`;
      if (command.name === 'p') output += `${text}\n`;
      else if (command.name === '=') output += `${this.#number}\n`;
      else if (command.name === 'i') output += `${command.text}\n`;
      else if (command.name === 'a') after += `${command.text}\n`;
      else if (command.name === 'q') {
        this.ended = true;
        break;
      } else if (command.substitution !== undefined) {
        const changedText = substitute(text, command.substitution);
        if (changedText !== undefined) text = changedText;
        if (changedText !== undefined && command.substitution.prints) output += `${text}\n`;
      }
    }
    return `${output}${this.#silent ? '' : `${text}\n`}${after}`;
  }

  #isFor(command: SedCommand, text: string, isLast: boolean): boolean {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return this.#fits(from, text, isLast);
    if (this.#open.has(command)) {
      const isPast = to.type === 'line' && this.#number >= to.line;
      if (isPast || (to.type !== 'line' && this.#fits(to, text, isLast))) this.#open.delete(command);
      return !(to.type === 'line' && this.#number > to.line);
    }
    if (!this.#fits(from, text, isLast)) return false;
    if (!(to.type === 'line' && to.line <= this.#number)) this.#open.add(command);
    return true;
  }

  #fits(address: SedAddress, text: string, isLast: boolean): boolean {
    if (address.type === 'line') return address.line === this.#number;
    return address.type === 'last' ? isLast : address.regex.test(text);
  }
}

function substitute(text: string, { regex, replacement, all, nth }: NonNullable<SedCommand['substitution']>): string | undefined {
  let [result, at, count, lastEnd] = ['', 0, 0, -1];
  while (at <= text.length) {
    const match = regex.find(text, at);
    if (match === undefined) break;
    const { start, end } = match;
    // An empty match directly after a match is ignored.
    const isFound = start < end || start !== lastEnd;
    count += isFound ? 1 : 0;
    const isWanted = isFound && (all ? count >= nth : count === nth);
    if (result.length > HELD_BYTES_MAX) throw new OutOfMemoryError();
    result += text.slice(at, start) + (isWanted ? fill(replacement, text, match) : text.slice(start, end));
    at = end;
    if (isWanted && !all) return result + text.slice(at);
    lastEnd = start < end ? end : -1;
    if (start === end) result += text[at++] ?? '';
  }
  return count < nth ? undefined : result + text.slice(at);
}

function fill(replacement: string, text: string, { groups }: RegexMatch): string {
  const group = (index: number) => {
    const [start = -1, end = -1] = groups[index] ?? [];
    return start < 0 ? '' : text.slice(start, end);
  };
  return replacement.replace(/\\(\d)|\\n|\\(.)|&/g, (reference, number?: string, char?: string) => {
    if (number !== undefined) return group(Number(number));
    if (reference === '\\n') return '\n';
    return char ?? group(0);
  });
}
