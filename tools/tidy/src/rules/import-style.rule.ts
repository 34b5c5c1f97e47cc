import { isBuiltin } from 'node:module';
import type { Rule } from '../rule.ts';

/** Imports have a single form. */
export const importStyle: Rule = {
  name: 'import-style',
  says: 'relative imports name the file with its extension and stay in the package; builtins have the prefix node:; types are those of 1.35; tests are `test`, not `it`',
  *check({ packages }) {
    for (const { folder, sources } of packages) {
      for (const { path, imports } of sources) {
        for (const { specifier, names, line } of imports) {
          const message = specifier === 'vitest' && names.includes('it') ? IT : refusal(folder, path, specifier);
          if (message !== undefined) yield { path, line, message };
        }
      }
    }
  },
};

const IT = '"it" is one word too many: import "test", whose title is a sentence with its subject';

function refusal(folder: string, path: string, specifier: string): string | undefined {
  if (specifier.startsWith('kubernetes-types/'))
    return `"${specifier}" has the types of 1.30: import them from @klockwork/kubernetes-types`;
  if (!specifier.startsWith('.')) {
    return isBuiltin(specifier) && !specifier.startsWith('node:') ? `"${specifier}": write "node:${specifier}"` : undefined;
  }
  if (!/\.(?:tsx?|json|css)$/.test(specifier)) return `"${specifier}": name the file, with .ts (or .json) at its end`;
  const up = specifier.match(/^(?:\.\.\/)+/)?.[0].split('/').length ?? 1;
  const depth = path.slice(folder.length + 1).split('/').length - 1;
  return up - 1 > depth - 1 ? `"${specifier}" leaves the package: import from the other package's entry` : undefined;
}
