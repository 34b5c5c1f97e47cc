import type { ArrayValue } from './array-value.ts';
import type { Script } from './ast.ts';
import type { Dialect } from './dialect.ts';

/** Shell state for expansion. */
export interface ExpansionScope {
  readonly dialect: Dialect;
  variable(name: string): string | undefined;
  assign(name: string, value: string): void;
  /** Array elements of a variable; undefined when unset. */
  array(name: string): ArrayValue | undefined;
  assignElement(name: string, key: string, value: string): void;
  /** `$@` */
  readonly positional: readonly string[];
  /** The characters that separate fields. */
  readonly ifs: string;
  /** `set -u`: unset variables are errors. */
  readonly refusesUnset: boolean;
  /** `set -f`: no pathname expansion. */
  readonly ignoresPatterns: boolean;
  /** Runs a command substitution and returns its stdout. */
  capture(script: Script): Promise<string>;
  /** Home folder of a user; undefined for an unknown user. */
  home(user: string): string | undefined;
  /** Sorted file names matching a pattern. */
  filesLike(pattern: string): readonly string[];
  /** Prints that expansion failed, and ends the shell. */
  fail(message: string): Error;
}
