import type { Finding, Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

const ENTRIES = ['.', './testing'];

/** A package has at most two entries, which list their exports by name. */
export const entries: Rule = {
  name: 'entries',
  says: 'a package has the entries "." and "./testing" at most; exports are explicit lists without defaults',
  *check({ packages }) {
    for (const { folder, manifest, sources } of packages) {
      const extra = Object.keys(manifest.exports ?? {}).filter((entry) => !ENTRIES.includes(entry));
      for (const entry of extra) yield { path: `${folder}/package.json`, message: `entry "${entry}": export it from "." or "./testing"` };
      for (const { path, code } of sources) {
        yield* refused(path, code, /^export \*/gm, 'list the names: export { a, b } from …');
        yield* refused(path, code, /^export default\b/gm, 'give it a name and export that');
      }
    }
  },
};

function* refused(path: string, code: string, pattern: RegExp, instead: string): Iterable<Finding> {
  for (const { 0: word, index } of code.matchAll(pattern)) yield { path, line: lineAt(code, index), message: `"${word}": ${instead}` };
}
