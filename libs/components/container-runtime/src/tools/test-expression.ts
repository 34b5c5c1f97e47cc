import type { Files } from '@klockwork/files';
import type { Tool } from './tool.ts';

/** `test` and `[`. Models POSIX test(1): by the number of its arguments, with -a, -o and parentheses left out. */
export const test: Tool = (process, args) => {
  const verdict = evaluate(args, process.process.files);
  if (verdict === undefined) process.write('stderr', `test: ${args.join(' ')}: unknown operand\n`);
  return verdict === undefined ? 2 : verdict ? 0 : 1;
};

/** `[`: test with a closing bracket. */
export const bracket: Tool = (process, args) => {
  if (args.at(-1) === ']') return test(process, args.slice(0, -1));
  process.write('stderr', '[: missing ]\n');
  return 2;
};

function evaluate(args: readonly string[], files: Files): boolean | undefined {
  if (args.length === 0) return false;
  if (args[0] === '!' && args.length > 1) {
    const verdict = evaluate(args.slice(1), files);
    return verdict === undefined ? undefined : !verdict;
  }
  const [a = '', b = '', c = ''] = args;
  if (args.length === 1) return a !== '';
  if (args.length === 2) return unary(a, b, files);
  return args.length === 3 ? binary(a, b, c) : undefined;
}

function unary(operator: string, value: string, files: Files): boolean | undefined {
  switch (operator) {
    case '-n':
      return value !== '';
    case '-z':
      return value === '';
    case '-e':
      return files.exists(value);
    case '-f':
      return files.exists(value) && files.stat(value).kind === 'file';
    case '-d':
      return files.exists(value) && files.stat(value).kind === 'folder';
    case '-s':
      return files.exists(value) && files.stat(value).size > 0;
    case '-r':
    case '-w':
    case '-x':
      return files.mayAccess(value, operator.slice(1) as 'r' | 'w' | 'x');
    default:
      return undefined;
  }
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const [a, b] = [Number(left), Number(right)];
  const comparisons: Record<string, boolean> = {
    '-eq': a === b,
    '-ne': a !== b,
    '-lt': a < b,
    '-le': a <= b,
    '-gt': a > b,
    '-ge': a >= b,
  };
  return comparisons[operator];
}
