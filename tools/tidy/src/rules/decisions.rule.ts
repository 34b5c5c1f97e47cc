import type { Finding, Rule } from '../rule.ts';
import { declaredBy } from '../workspace-package.ts';

const TABLE = 'docs/adr/0010-dependencies.md';

const HEADINGS = '## Decision, ## Reasons, ## Consequences';

/** Decisions share one form; each dependency has a row with its reason and licence. */
export const decisions: Rule = {
  name: 'decisions',
  says: `every decision has the headings ${HEADINGS}; every dependency of the root has its row in ${TABLE}`,
  *check({ manifest, packages, files }) {
    const rows = [...(files.get(TABLE) ?? '').matchAll(/^\| `([^`]+)` +\|/gm)].map(({ 1: name }) => name!);
    // Optional packages belong to one workspace package: those of the root would be installed with the product.
    const optional = packages.flatMap((each) => Object.keys(each.manifest.optionalDependencies ?? {}));
    const names = [...Object.keys(declaredBy(manifest)), ...optional];
    for (const name of names.filter((one) => !rows.includes(one)))
      yield { path: TABLE, message: `has no row for "${name}": say why it is here, and its licence` };
    for (const name of rows.filter((one) => !names.includes(one)))
      yield { path: TABLE, message: `has a row for "${name}", which package.json does not have: remove it` };
    for (const [path, text] of files) if (/^docs\/adr\/\d/.test(path)) yield* otherForm(path, text);
  },
};

function* otherForm(path: string, text: string): Iterable<Finding> {
  const headings = [...text.matchAll(/^## .+$/gm)].map(([heading]) => heading).join(', ');
  if (headings !== HEADINGS) yield { path, message: `has the headings "${headings}": write ${HEADINGS}` };
}
