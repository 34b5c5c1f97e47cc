import type { Kind } from './kinds.ts';

const SEPARATOR = /^---(?:\s|$)/;

/** Returns the kind that the document around line `index` of a YAML text names; undefined for an incomplete or unknown one. */
export function documentKind(lines: readonly string[], index: number, kinds: readonly Kind[]): Kind | undefined {
  const start = lines.findLastIndex((line, at) => at <= index && SEPARATOR.test(line)) + 1;
  const next = lines.findIndex((line, at) => at > index && SEPARATOR.test(line));
  const own = lines.slice(start, next < 0 ? lines.length : next);
  const [version, name] = [fieldOf(own, 'apiVersion'), fieldOf(own, 'kind')];
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return version === '' ? undefined : kinds.find((kind) => kind.group === group && kind.kind === name);
}

/** Returns the values that a new document can have in a field of its first level: kinds, or the API versions of a kind. */
export function documentValues(
  lines: readonly string[],
  index: number,
  { key, kinds }: { key: string; kinds: readonly Kind[] },
): readonly string[] {
  const creatable = kinds.filter(({ verbs }) => verbs.has('create'));
  if (key === 'kind') return [...new Set(creatable.map(({ kind }) => kind))].sort();
  if (key !== 'apiVersion') return [];
  const start = lines.findLastIndex((line, at) => at <= index && SEPARATOR.test(line)) + 1;
  const named = fieldOf(lines.slice(start), 'kind');
  const fitting = creatable.filter(({ kind }) => named === '' || kind === named);
  return [...new Set(fitting.map(({ group, version }) => (group === '' ? version : `${group}/${version}`)))].sort();
}

function fieldOf(lines: readonly string[], field: string): string {
  const [, value = ''] = lines.map((line) => new RegExp(`^${field}:\\s*["']?([\\w./-]+)`).exec(line)).find((match) => match !== null) ?? [];
  return value;
}
