import { allKinds, type KindDefinition, type ObjectKey } from '@klockwork/resources';

/** Names of a kind, built in or custom. */
export type NamedKind = Pick<KindDefinition, 'group' | 'resource' | 'singular' | 'kind' | 'shortNames' | 'namespaced'>;

/** Returns the kind of a kubectl name: plural, singular, kind or short name, with or without group. Throws an Error for other names. */
export function resourceNamed(customKinds: readonly NamedKind[], word: string): NamedKind {
  const wanted = word.toLowerCase();
  const kind = [...allKinds, ...customKinds].find((candidate) => namesOf(candidate).includes(wanted));
  if (kind === undefined) throw new Error(`the server doesn't have a resource type ${JSON.stringify(word)}`);
  return kind;
}

/** Returns the key of `pods/web` (in `default`), `pods/shop/web` or `nodes/node-1`. Throws an Error for other names. */
export function objectOf(customKinds: readonly NamedKind[], object: string): ObjectKey {
  const parts = object.split('/');
  if (parts.length < 2 || parts.length > 3 || parts.includes(''))
    throw new Error(`an object is named as pods/web or pods/shop/web, not ${JSON.stringify(object)}`);
  const { group, resource, namespaced } = resourceNamed(customKinds, parts[0] as string);
  const namespace = parts.length === 3 ? (parts[1] as string) : 'default';
  return { group, resource, namespace: namespaced ? namespace : '', name: parts.at(-1) as string };
}

function namesOf({ resource, singular, kind, shortNames, group }: NamedKind): string[] {
  const names = [resource, singular, kind.toLowerCase(), ...shortNames];
  return group === '' ? names : [...names, ...names.map((name) => `${name}.${group}`)];
}
