import type { KindDefinition } from './kind.ts';

/** Every served kind, in the order in which a real cluster's discovery shows them. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds of different objects; each definition is exact in its own file.
export const allKinds: readonly KindDefinition<any>[] = [];

const kindsByName = new Map(allKinds.map((kind) => [`${kind.group}/${kind.resource}`, kind]));

/** The kind served as `resource` in `group` ('' is the core group), or undefined. */
// biome-ignore lint/suspicious/noExplicitAny: see allKinds.
export function kindOf(group: string, resource: string): KindDefinition<any> | undefined {
  return kindsByName.get(`${group}/${resource}`);
}
