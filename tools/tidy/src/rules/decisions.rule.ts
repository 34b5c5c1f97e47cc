import type { Finding, Rule } from '../rule.ts';
import { declaredBy } from '../workspace-package.ts';

const TABLE = 'docs/adr/0010-dependencies.md';

const INDEX = 'docs/adr/README.md';

const HEADINGS = '## Decision, ## Reasons, ## Consequences';

/** Decisions share one form; each dependency has a row with its reason and licence. */
export const decisions: Rule = {
  name: 'decisions',
  says: `every decision has a number of its own, a line in ${INDEX}, and the headings ${HEADINGS}; every dependency of the root has its row in ${TABLE}`,
  *check({ manifest, packages, files }) {
    const rows = [...(files.get(TABLE) ?? '').matchAll(/^\| `([^`]+)` +\|/gm)].map(({ 1: name }) => name!);
    // Optional packages belong to one workspace package: those of the root would be installed with the product.
    const optional = packages.flatMap((each) => Object.keys(each.manifest.optionalDependencies ?? {}));
    const names = [...Object.keys(declaredBy(manifest)), ...optional];
    for (const name of names.filter((one) => !rows.includes(one)))
      yield { path: TABLE, message: `has no row for "${name}": say why it is here, and its licence` };
    for (const name of rows.filter((one) => !names.includes(one)))
      yield { path: TABLE, message: `has a row for "${name}", which package.json does not have: remove it` };
    const decidedFiles = [...files].filter(([path]) => /^docs\/adr\/\d/.test(path));
    for (const [path, text] of decidedFiles) yield* otherForm(path, text);
    yield* unlisted(
      decidedFiles.map(([path]) => path),
      files.get(INDEX) ?? '',
    );
  },
};

function* otherForm(path: string, text: string): Iterable<Finding> {
  const headings = [...text.matchAll(/^## .+$/gm)].map(([heading]) => heading).join(', ');
  if (headings !== HEADINGS) yield { path, message: `has the headings "${headings}": write ${HEADINGS}` };
}

/** Each decision has a number of its own, and a line in the index. */
function* unlisted(paths: readonly string[], index: string): Iterable<Finding> {
  const numberOf = (path: string) => path.slice('docs/adr/'.length, 'docs/adr/'.length + 4);
  for (const path of paths) {
    const others = paths.filter((other) => other !== path && numberOf(other) === numberOf(path));
    if (others.length > 0) yield { path, message: `has the number of ${others.join(', ')}: take the next free one` };
    if (!index.includes(`](${path.slice('docs/adr/'.length)})`)) yield { path, message: `is not listed in ${INDEX}` };
  }
}
