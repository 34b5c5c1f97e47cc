import type { Random } from '@klockwork/kernel';
import { once, pick } from '../chance.ts';
import { BROKEN, LETTERS, PARAMETERS, PATHS, SIGNALS, WORDS } from './script-words.ts';

/** Max nesting of commands. */
const DEPTH_MAX = 4;
const COMMANDS_MAX = 5;
const ARGUMENTS_MAX = 5;

/** Shell builtins used in scripts, next to tools of the image. */
const BUILTINS: readonly string[] = [
  ...[
    'cd',
    'pwd',
    'export',
    'unset',
    'readonly',
    'set',
    'shift',
    'eval',
    '.',
    'exec',
    'trap',
    'wait',
    'jobs',
    'kill',
    'read',
    'getopts',
    'umask',
    'hash',
  ],
  ...[
    'type',
    'command',
    'local',
    'return',
    'break',
    'continue',
    'exit',
    'true',
    'false',
    ':',
    'echo',
    'printf',
    'test',
    '[',
    'times',
    'ulimit',
    'source',
    'declare',
  ],
];

/** Tools that run another command. */
const RUNNERS: readonly string[] = [
  'env',
  'nohup',
  'timeout 1',
  'timeout -s KILL 0.5',
  'xargs',
  'xargs -n 1',
  'time',
  'busybox',
  'exec',
  'command',
  'eval',
  'sh -c',
];

/** Writes shell scripts over the whole grammar: the same draws of chance write the same script. */
export class ScriptMaker {
  readonly #random: Random;
  readonly #tools: readonly string[];
  #functions = 0;

  constructor(random: Random, tools: readonly string[]) {
    this.#random = random;
    this.#tools = tools;
  }

  /** Random script of a few commands. */
  script(): string {
    this.#functions = 0;
    return this.#list(0, '\n');
  }

  #list(depth: number, separator = '; '): string {
    const count = 1 + this.#random.integer(depth === 0 ? COMMANDS_MAX : 2);
    return Array.from({ length: count }, () => this.#andOr(depth)).join(separator);
  }

  #andOr(depth: number): string {
    const random = this.#random;
    const first = this.#pipeline(depth);
    if (once(random, 8)) return `${first} && ${this.#pipeline(depth)}`;
    if (once(random, 8)) return `${first} || ${this.#pipeline(depth)}`;
    if (once(random, 10)) return `${first} & ${this.#afterJob()}`;
    return first;
  }

  /** Random command about background jobs. */
  #afterJob(): string {
    const random = this.#random;
    return pick(random, [
      'wait',
      'wait $!',
      `kill -${pick(random, SIGNALS)} $!; wait $!`,
      'kill $!',
      `sleep 0.1; kill -${pick(random, SIGNALS)} $!`,
      'jobs',
      ':',
    ]);
  }

  #pipeline(depth: number): string {
    const random = this.#random;
    const count = once(random, 3) ? 2 + random.integer(2) : 1;
    const commands = Array.from({ length: count }, () => this.#command(depth));
    return `${once(random, 20) ? '! ' : ''}${commands.join(' | ')}`;
  }

  #command(depth: number): string {
    const random = this.#random;
    const compound = depth < DEPTH_MAX && once(random, 4);
    const body = compound ? this.#compound(depth + 1) : this.#simple(depth);
    return `${body}${this.#redirects(depth)}`;
  }

  #compound(depth: number): string {
    const inner = () => this.#list(depth);
    const word = () => this.#word(depth);
    const kinds: readonly (() => string)[] = [
      () => `(${inner()})`,
      () => `{ ${inner()}; }`,
      () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
      () => `for v in ${word()} ${word()} ${word()}; do ${inner()}; done`,
      () => `i=0; while [ $i -lt ${1 + this.#random.integer(4)} ]; do i=$((i+1)); ${inner()}; done`,
      () => `until ${inner()}; do ${inner()}; break; done`,
      () => `case ${word()} in ${this.#pattern()}) ${inner()};; *) ${inner()};; esac`,
      () => `f${this.#functions++}() { ${inner()}; }; f${this.#random.integer(this.#functions)} ${word()}`,
      () => `while read -r line; do ${inner()}; done`,
      () => `[[ ${word()} ${pick(this.#random, ['==', '=~', '-lt', '<'])} ${word()} ]]`,
    ];
    return pick(this.#random, kinds)();
  }

  #simple(depth: number): string {
    const random = this.#random;
    const assignment = once(random, 10) ? `${pick(random, ['x', 'y', 'IFS', 'PATH', 'PS1', 'HOME'])}=${this.#word(depth)} ` : '';
    const runner = once(random, 12) ? `${pick(random, RUNNERS)} ` : '';
    const name = once(random, 4) ? pick(random, BUILTINS) : pick(random, this.#tools);
    const count = random.integer(ARGUMENTS_MAX);
    const args = Array.from({ length: count }, () => this.#argument(depth));
    return `${assignment}${runner}${[name, ...args].join(' ')}`;
  }

  #argument(depth: number): string {
    const random = this.#random;
    if (once(random, 4)) return this.#option();
    if (once(random, 2)) return quoted(random, pick(random, PATHS));
    return this.#word(depth);
  }

  #option(): string {
    const random = this.#random;
    const letter = () => LETTERS.charAt(random.integer(LETTERS.length));
    if (once(random, 5)) return `-${letter()}${quoted(random, pick(random, WORDS))}`;
    if (once(random, 5)) return `-${letter()}${letter()}`;
    return `-${letter()}`;
  }

  #word(depth: number): string {
    const random = this.#random;
    if (once(random, 60)) return pick(random, BROKEN);
    if (once(random, 4)) return pick(random, PARAMETERS);
    if (depth < DEPTH_MAX && once(random, 15)) return `"$(${this.#list(depth + 1)})"`;
    if (once(random, 8)) return `${pick(random, PARAMETERS)}${quoted(random, pick(random, WORDS))}`;
    return quoted(random, pick(random, WORDS));
  }

  #pattern(): string {
    return pick(this.#random, ['*a*', '[a-z]*', '?', 'a|b', '"$x"', '[!x]', '[', '\\*', '*']);
  }

  #redirects(depth: number): string {
    const random = this.#random;
    if (!once(random, 3)) return '';
    const path = quoted(random, pick(random, PATHS));
    const kinds: readonly string[] = [
      ...[
        ` > ${path}`,
        ` >> ${path}`,
        ` < ${path}`,
        ` 2> ${path}`,
        ` 2>&1`,
        ` >&2`,
        ` <> ${path}`,
        ` 3< ${path} <&3`,
        ` >&-`,
        ` <&-`,
        ` 2>&-`,
        ` &> ${path}`,
      ],
      ...[` <<EOF\n${this.#word(depth)} $x\nEOF\n`, ` <<'EOF'\n$x\nEOF\n`, ` <<< ${this.#word(depth)}`, ` >| ${path}`, ' 9>&1', ' <&9'],
    ];
    return pick(random, kinds);
  }
}

/** Quotes a word in single or double quotes, or leaves it bare if possible. */
function quoted(random: Random, text: string): string {
  const kind = random.integer(6);
  if (kind === 0 && /^[\w./:*?@%+=~-]+$/.test(text)) return text;
  if (kind === 1) return `"${text.replaceAll(/["\\`$]/g, '\\$&')}"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
