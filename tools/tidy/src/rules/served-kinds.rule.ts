import type { Rule } from '../rule.ts';

const SERVED = 'libs/domain/resources/src/resource-refs.ts';
const DOCUMENT = 'docs/differences.md';

/** The document about served kinds mentions each of them. */
export const servedKinds: Rule = {
  name: 'served-kinds',
  says: `every kind of ${SERVED} has its place in the first table of ${DOCUMENT}`,
  *check({ files }) {
    const refs = (files.get(SERVED) ?? '').matchAll(/ref\(\s*'[^']*',\s*'[^']*',\s*'(\w+)'/g);
    const table = (files.get(DOCUMENT) ?? '').split(/^## /m).find((part) => part.startsWith('Kinds')) ?? '';
    const namedParts = [...table.matchAll(/^\| ([\w, ]+?) +\|/gm)].flatMap(({ 1: cell }) => cell!.split(', '));
    for (const { 1: kind } of refs) {
      if (!namedParts.includes(kind!)) yield { path: DOCUMENT, message: `has no row for ${kind}: say what of it is served` };
    }
  },
};
