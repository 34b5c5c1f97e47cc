/** Options and operands of a command. */
export interface Options {
  has(letter: string): boolean;
  /** Last value of a repeated option. */
  value(letter: string): string | undefined;
  values(letter: string): readonly string[];
  /** All options in order; value '' for flags. */
  readonly all: readonly { readonly letter: string; readonly value: string }[];
  readonly operands: readonly string[];
}

/** Invalid arguments. Its message follows the command name. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options accepted by a command. */
export interface OptionRules {
  /** As for getopt(3): `ab:c` are -a, -b VALUE and -c. */
  readonly letters: string;
  /** Letters by long name; valued options accept `--name=VALUE` and `--name VALUE`. */
  readonly long?: Readonly<Record<string, string>>;
  /** Options end at the first operand: for commands that run others. */
  readonly stopsAtOperand?: boolean;
}

/** Parses arguments as getopt(3). Throws {@link UsageError}. */
export function parseOptions(args: readonly string[], rules: OptionRules): Options {
  const options: { letter: string; value: string }[] = [];
  const operands: string[] = [];
  let at = 0;
  const next = (letter: string) => {
    const value = args[at++];
    if (value === undefined) throw new UsageError(`option requires an argument -- '${letter}'`);
    return value;
  };
  while (at < args.length) {
    const arg = args[at++] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at));
      break;
    }
    if (arg.startsWith('--')) options.push(longOption(arg, rules, next));
    else if (arg.startsWith('-') && arg !== '-') options.push(...shortOptions(arg, rules, next));
    else operands.push(arg);
    if (rules.stopsAtOperand && operands.length > 0) {
      operands.push(...args.slice(at));
      break;
    }
  }
  const values = (letter: string) => options.filter((each) => each.letter === letter).map(({ value }) => value);
  return { has: (letter) => values(letter).length > 0, value: (letter) => values(letter).at(-1), values, all: options, operands };
}

function longOption(arg: string, { long = {}, letters }: OptionRules, next: (letter: string) => string) {
  const [name = '', ...rest] = arg.slice(2).split('=');
  const letter = Object.hasOwn(long, name) ? long[name] : undefined;
  if (letter === undefined) throw new UsageError(`unrecognized option '${arg}'`);
  const takesValue = letters.includes(`${letter}:`);
  return { letter, value: rest.length > 0 ? rest.join('=') : takesValue ? next(letter) : '' };
}

function* shortOptions(arg: string, { letters }: OptionRules, next: (letter: string) => string) {
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at] ?? '';
    const place = letter === ':' ? -1 : letters.indexOf(letter);
    if (place < 0) throw new UsageError(`invalid option -- '${letter}'`);
    if (letters[place + 1] !== ':') yield { letter, value: '' };
    else {
      yield { letter, value: at + 1 < arg.length ? arg.slice(at + 1) : next(letter) };
      return;
    }
  }
}
