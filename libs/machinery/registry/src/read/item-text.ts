import { parseJson } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { apiVersionOf } from '../write/ordered-object.ts';

type NamedKind = Pick<KindDefinition, 'group' | 'version' | 'kind'>;

/**
 * Returns an object's text as a list item, without `kind` and `apiVersion`, as in typed lists. Stored texts of a kind share a prefix, which
 * is cut without parsing.
 */
export function itemText(kind: NamedKind, json: string): string {
  const prefix = itemPrefix(kind);
  if (json.startsWith(prefix)) return `{${json.slice(prefix.length)}`;
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = parseJson(json) as Record<string, unknown>;
  return JSON.stringify(rest);
}

const prefixes = new WeakMap<NamedKind, string>();

function itemPrefix(kind: NamedKind): string {
  const cachedPrefix = prefixes.get(kind);
  if (cachedPrefix !== undefined) return cachedPrefix;
  const head = JSON.stringify({ kind: kind.kind, apiVersion: apiVersionOf(kind) });
  const prefix = `${head.slice(0, -1)},`;
  prefixes.set(kind, prefix);
  return prefix;
}
