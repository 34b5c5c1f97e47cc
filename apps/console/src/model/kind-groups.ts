import { byName } from './by-name.ts';
import type { Kind } from './kinds.ts';

/** Kinds of one group of the API. */
export interface KindGroup {
  /** '' for the core group. */
  readonly name: string;
  readonly kinds: readonly Kind[];
}

/** Returns the listable kinds that a text names, by group: the core first, then by name. A text matches names, short names and groups. */
export function kindGroups(kinds: readonly Kind[], text: string): readonly KindGroup[] {
  const wanted = text.trim().toLowerCase();
  const shown = kinds.filter((kind) => kind.verbs.has('list') && namesOf(kind).includes(wanted));
  return [...Map.groupBy(shown, ({ group }) => group)]
    .map(([name, members]) => ({ name, kinds: members.sort((a, b) => byName(a.kind, b.kind)) }))
    .sort((a, b) => byName(a.name, b.name));
}

function namesOf({ resource, kind, shortNames }: Kind): string {
  return [resource, kind, ...shortNames].join(' ').toLowerCase();
}
