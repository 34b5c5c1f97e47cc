import type { Repository } from './repository.ts';

/** Violation of a rule in a file. */
export interface Finding {
  readonly path: string;
  readonly line?: number;
  /** Problem and remedy. */
  readonly message: string;
  /** Corrected text of the file, written by `--fix`. */
  readonly fixed?: string;
}

export interface Rule {
  readonly name: string;
  /** Rule in one sentence. */
  readonly says: string;
  check(repository: Repository): Iterable<Finding>;
  /** Files rewritten by `--fix` without a violation: a lowered count of exceptions. */
  lower?(repository: Repository): Iterable<{ readonly path: string; readonly text: string }>;
}

/** Finding as text: `path:line: message (rule)`. */
export function findingText(rule: Rule, { path, line, message }: Finding): string {
  return `${path}${line === undefined ? '' : `:${line}`}: ${message} (${rule.name})`;
}
