import { jsonText } from './json-text.ts';
import type { Repository } from './repository.ts';
import type { Finding, Rule } from './rule.ts';

/** Rule with a count of exceptions per folder, which may only fall. */
export interface Ratchet extends Pick<Rule, 'name' | 'says'> {
  /** JSON file with the counts by folder. */
  readonly path: string;
  /** Sentence about too many exceptions. */
  refusal(folder: string, count: number, most: number): string;
  exceptions(repository: Repository): ReadonlyMap<string, readonly Finding[]>;
}

/** Returns the rule of a ratchet: it reports folders above their counts, and `--fix` lowers counts. */
export function ratchetRule({ name, says, path, refusal, exceptions }: Ratchet): Rule {
  return {
    name,
    says,
    *check(repository) {
      const counts = countsIn(repository, path);
      for (const [folder, findings] of exceptions(repository)) {
        const most = counts[folder] ?? 0;
        if (findings.length <= most) continue;
        yield { path, message: refusal(folder, findings.length, most) };
        yield* findings;
      }
    },
    *lower(repository) {
      const counts = countsIn(repository, path);
      const lower = [...exceptions(repository)].map(([folder, { length }]) => [folder, Math.min(length, counts[folder] ?? 0)] as const);
      const positive = lower.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
      const text = jsonText(Object.fromEntries(positive));
      if (text !== repository.files.get(path)) yield { path, text };
    },
  };
}

function countsIn({ files }: Repository, path: string): Readonly<Record<string, number>> {
  return JSON.parse(files.get(path) ?? '{}') as Record<string, number>;
}
