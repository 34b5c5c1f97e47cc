import type { Call, Command } from '../call.ts';
import { evaluateList, PerlError, type PerlValue, type Scope, valueText } from './evaluate.ts';

/** Processor ms for one digit of pi. */
const MS_PER_DIGIT = 1;

interface Switches {
  readonly script: string | undefined;
  /** `-l`: each print ends its line. */
  readonly endsLines: boolean;
  readonly isBig: boolean;
  readonly operands: readonly string[];
}

/**
 * `perl [-wlEe] [-Mbignum=bpi] -e PROGRAM`: of Perl, `print` and `say` of expressions, assignments to scalars, `sleep` and `exit`.
 * All else is refused, and the refusal names it.
 */
export const perl: Command = async (call) => {
  const [first = ''] = call.args;
  if (first === '-v' || first === '--version')
    return call.print('\nThis is perl 5, version 34, subversion 0 (v5.34.0) built for x86_64-linux-gnu\n');
  const { script, endsLines, isBig, operands } = switchesOf(call.args);
  if (script === undefined) return operands[0] === undefined ? 0 : noScript(call, operands[0]);
  let digits = 0;
  const spend = (count: number) => {
    digits += count;
  };
  const scope: Scope = { isBig, variables: new Map(), spent: spend };
  try {
    for (const statement of statementsOf(script)) {
      const exit = await run(call, statement, scope, endsLines);
      if (exit !== undefined) return exit;
      if (digits > 0) await call.process.work(digits * MS_PER_DIGIT);
      digits = 0;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof PerlError)) throw error;
    await call.stderr.write(`${error.message} at -e line 1.\n`);
    if (error.message.startsWith('Illegal')) return 255;
    await call.stderr.write(
      'klockwork: of perl only print, say, assignments, sleep and exit are simulated: describe the program in an Image\n',
    );
    return 255;
  }
};

/** Switches may be clustered, as in `-wle`; `-e` takes the next argument as program. */
function switchesOf(args: readonly string[]): Switches {
  let [script, endsLines, isBig] = [undefined as string | undefined, false, false];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (/^-M(?:bignum|bigint|bigrat)/.test(word)) isBig = true;
    if (!word.startsWith('-')) return { script, endsLines, isBig, operands: args.slice(at) };
    const [, letters = ''] = /^-([a-zA-Z]+)$/.exec(word.startsWith('-M') ? '' : word) ?? [];
    endsLines ||= letters.includes('l');
    if (/[eE]$/.test(letters)) script = `${script === undefined ? '' : `${script};`}${args[++at] ?? ''}`;
  }
  return { script, endsLines, isBig, operands: [] };
}

/** Statements, split at semicolons outside strings. */
function statementsOf(script: string): string[] {
  return (script.match(/(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[^;])+/g) ?? [])
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/** Runs one statement; returns an exit code when the statement ends the program. */
async function run(call: Call, statement: string, scope: Scope, endsLines: boolean): Promise<number | undefined> {
  const assignedMatch = /^(?:my\s+)?(\$\w+)\s*=(?!=)\s*([\s\S]*)$/.exec(statement);
  if (assignedMatch !== null) {
    scope.variables.set(assignedMatch[1] ?? '', only(evaluateList(assignedMatch[2] ?? '', scope)));
    return undefined;
  }
  const [, word = '', rest = ''] = /^(\w+)\b([\s\S]*)$/.exec(statement) ?? [];
  if (word === 'use' || word === 'no') return undefined;
  const values = () => evaluateList(/^\s*\(([\s\S]*)\)\s*$/.exec(rest)?.[1] ?? rest, scope);
  switch (word) {
    case 'print':
    case 'say':
      await call.stdout.write(`${values().map(valueText).join('')}${endsLines || word === 'say' ? '\n' : ''}`);
      return undefined;
    case 'sleep':
      await call.process.sleep(Number(only(values())) * 1_000);
      return undefined;
    case 'exit':
      return Number(values()[0] ?? 0) & 255;
    default:
      throw new PerlError(`"${statement}" is not simulated`);
  }
}

function only(values: readonly PerlValue[]): PerlValue {
  return values.at(-1) ?? '';
}

async function noScript(call: Call, path: string): Promise<number> {
  if (!call.files.exists(path)) {
    await call.stderr.write(`Can't open perl script "${path}": No such file or directory\n`);
    return 2;
  }
  await call.stderr.write(`klockwork: of perl only programs of -e are simulated, not ${path}: describe the program in an Image\n`);
  return 255;
}
