import type { Repository } from './repository.ts';

/** What a rule has against a file. */
export interface Finding {
  readonly path: string;
  readonly line?: number;
  /** What is wrong and what to do instead. */
  readonly message: string;
  /** The file's text as it should be: `--fix` writes it. */
  readonly fixed?: string;
}

/** One rule of the repository. */
export interface Rule {
  readonly name: string;
  /** The rule as a sentence. */
  readonly says: string;
  check(repository: Repository): Iterable<Finding>;
  /** Files that `--fix` rewrites though they pass: a count of allowed exceptions that fell. */
  lower?(repository: Repository): Iterable<{ readonly path: string; readonly text: string }>;
}

/** A finding as a line for people: `path:line: message (rule)`. */
export function findingText(rule: Rule, { path, line, message }: Finding): string {
  return `${path}${line === undefined ? '' : `:${line}`}: ${message} (${rule.name})`;
}
