import type { Process } from '../process.ts';
import type { Dialect } from '../shell/dialect.ts';
import type { Io } from '../shell/io.ts';
import { Call, type Command, runCommand } from './call.ts';
import { bracket, test } from './test-expression.ts';
import { echo, printf } from './text/echo.ts';

/** Utilities that every shell has inside as well. */
const INNER_TOOLS: Readonly<Record<string, Command>> = {
  '[': bracket,
  echo,
  false: () => 1,
  printf,
  test,
  true: () => 0,
};

export const INNER_TOOL_NAMES: ReadonlySet<string> = new Set(Object.keys(INNER_TOOLS));

export function findInnerTool(name: string): Command | undefined {
  return Object.hasOwn(INNER_TOOLS, name) ? INNER_TOOLS[name] : undefined;
}

interface InnerCall {
  readonly shell: Dialect;
  /** Prefix of the shell's messages. */
  readonly prefix: string;
  readonly process: Process;
  readonly argv: readonly string[];
  readonly io: Io;
}

/** Carries out such a utility in the shell's own process. */
export function runInner(command: Command, { shell, prefix, process, argv, io }: InnerCall): Promise<number> {
  const [name = '', ...args] = argv;
  const { stdin, stdout, stderr } = io;
  const flavour = shell === 'ash' ? 'busybox' : 'gnu';
  return runCommand(
    command,
    new Call({ process, name, args, flavour, dialect: shell, prefix: `${prefix}${name}: `, stdin, stdout, stderr }),
  );
}
