import { type OptionRules, parseOptions, UsageError } from '../options.ts';

export interface TarArguments {
  readonly mode: 'create' | 'extract' | 'list';
  /** `-` for the standard streams. */
  readonly archive: string;
  /** Member operands, each with its preceding `-C` folders. */
  readonly members: readonly { readonly path: string; readonly folders: readonly string[] }[];
  /** All `-C` folders, in order. */
  readonly folders: readonly string[];
  readonly exclude: readonly string[];
  /** Files with further names, a line each. */
  readonly lists: readonly string[];
  readonly stripComponents: number;
  has(letter: string): boolean;
}

/** Digits stand for options with long names only. */
const RULES: OptionRules = {
  letters: 'ctxf:C:T:zvmpoOhkP0:1:2345',
  long: {
    create: 'c',
    list: 't',
    extract: 'x',
    get: 'x',
    file: 'f',
    directory: 'C',
    'files-from': 'T',
    gzip: 'z',
    gunzip: 'z',
    verbose: 'v',
    touch: 'm',
    'preserve-permissions': 'p',
    'same-permissions': 'p',
    'no-same-owner': 'o',
    'to-stdout': 'O',
    dereference: 'h',
    'keep-old-files': 'k',
    'absolute-names': 'P',
    exclude: '0',
    'strip-components': '1',
    'no-same-permissions': '2',
    'no-recursion': '3',
    'numeric-owner': '4',
    // Default behaviour, hence no effect.
    overwrite: '5',
    'same-owner': '5',
    wildcards: '5',
  },
};
const MODES = { c: 'create', x: 'extract', t: 'list' } as const;

/** Several of c, t and x, or none. */
export class TarModeError extends UsageError {
  readonly isMissing: boolean;
  constructor(isMissing: boolean) {
    super(isMissing ? 'no mode' : 'several modes');
    this.isMissing = isMissing;
  }
}

/** Parses tar(1) arguments. The first may be letters without a dash, followed by their values: `xf FILE`. Throws {@link UsageError}. */
export function tarArguments(args: readonly string[]): TarArguments {
  const options: { readonly letter: string; readonly value: string }[] = [];
  const members: { path: string; folders: readonly string[] }[] = [];
  const values = (letter: string) => options.filter((each) => each.letter === letter).map(({ value }) => value);
  for (let rest = dashed(args); rest.length > 0; ) {
    const { all, operands } = parseOptions(rest, { ...RULES, stopsAtOperand: true });
    options.push(...all);
    const [path, ...others] = operands;
    if (path !== undefined) members.push({ path, folders: values('C') });
    rest = others;
  }
  const modes = [...new Set(options.flatMap(({ letter }) => (letter in MODES ? [MODES[letter as keyof typeof MODES]] : [])))];
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) throw new TarModeError(mode === undefined);
  return {
    mode,
    archive: values('f').at(-1) ?? '-',
    members,
    folders: values('C'),
    exclude: values('0'),
    lists: values('T'),
    stripComponents: Number(values('1').at(-1) ?? 0),
    has: (letter) => values(letter).length > 0,
  };
}

/** `xfC a.tar dir` as `-x -f a.tar -C dir`. */
function dashed(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first.startsWith('-') || first === '') return args;
  const separate: string[] = [];
  for (const letter of first) {
    separate.push(`-${letter}`);
    if (!RULES.letters.includes(`${letter}:`)) continue;
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`Old option '${letter}' requires an argument.`);
    separate.push(value);
  }
  return [...separate, ...rest];
}
