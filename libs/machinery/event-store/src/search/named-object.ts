import type { KindDefinition, ObjectKey } from '@klockwork/resources';

/** Names of a kind, built in or custom. */
export type KindNames = Pick<KindDefinition, 'group' | 'version' | 'resource' | 'singular' | 'kind' | 'shortNames' | 'namespaced'>;

/** Object named by a user, with its kind. */
export interface NamedObject<Kind extends KindNames = KindDefinition> {
  readonly kind: Kind;
  readonly key: ObjectKey;
}

/** Returns the kind of a kubectl name: plural, singular, kind or short name, with or without version and group. */
export function kindNamed<Kind extends KindNames>(kinds: readonly Kind[], word: string): Kind | undefined {
  const wantedWord = word.toLowerCase();
  return kinds.find((kind) => namesOf(kind).has(wantedWord));
}

/** Sentence about an invalid name. */
export interface NameProblem {
  readonly problem: string;
  /** No kind has this name. */
  readonly unknown?: true;
}

/** Parses `pods/web`, `po/web` or `pods/shop/web`; `namespace` is the default. */
export function objectNamed<Kind extends KindNames>(
  kinds: readonly Kind[],
  object: string,
  namespace: string,
): NamedObject<Kind> | NameProblem {
  const parts = object.split('/');
  if (parts.length < 2 || parts.length > 3 || parts.includes(''))
    return { problem: `object must be a resource and a name such as pods/web, not ${JSON.stringify(object)}` };
  const [word, name] = [parts[0] as string, parts.at(-1) as string];
  const kind = kindNamed(kinds, word);
  if (kind === undefined) return { problem: `the server doesn't have a resource type ${JSON.stringify(word)}`, unknown: true };
  const within = kind.namespaced ? (parts.length === 3 ? (parts[1] as string) : namespace) : '';
  return { kind, key: { group: kind.group, resource: kind.resource, namespace: within, name } };
}

/** Names by kind: a search reads those of every kind. */
const namesByKind = new WeakMap<KindNames, ReadonlySet<string>>();

function namesOf(kind: KindNames): ReadonlySet<string> {
  const names = namesByKind.get(kind) ?? new Set(allNames(kind));
  namesByKind.set(kind, names);
  return names;
}

function allNames({ resource, singular, kind, shortNames, group, version }: KindNames): string[] {
  const names = [resource, singular, kind.toLowerCase()];
  return [...names, ...shortNames, ...names.flatMap((name) => (group === '' ? [] : [`${name}.${group}`, `${name}.${version}.${group}`]))];
}
