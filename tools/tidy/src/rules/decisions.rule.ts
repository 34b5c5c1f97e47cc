import type { Rule } from '../rule.ts';
import { declaredBy } from '../workspace-package.ts';

const TABLE = 'docs/adr/0010-dependencies.md';

/** Each dependency was chosen: one row in a table says why and under which licence. */
export const decisions: Rule = {
  name: 'decisions',
  says: `every dependency of the root has its row in ${TABLE}, and every row its dependency`,
  *check({ manifest, files }) {
    const rows = [...(files.get(TABLE) ?? '').matchAll(/^\| `([^`]+)` +\|/gm)].map(({ 1: name }) => name!);
    const names = Object.keys(declaredBy(manifest));
    for (const name of names.filter((one) => !rows.includes(one)))
      yield { path: TABLE, message: `has no row for "${name}": say why it is here, and its licence` };
    for (const name of rows.filter((one) => !names.includes(one)))
      yield { path: TABLE, message: `has a row for "${name}", which package.json does not have: remove it` };
  },
};
