import { compilePattern, matchesPattern } from '../../shell/pattern.ts';

/** A name as archives keep it, and what was taken from its beginning: `/`, or all up to the last `..`. */
export function memberName(path: string): { readonly name: string; readonly removed: string } {
  const up = /^(?:.*\/)?\.\.(?:\/|$)/.exec(path)?.[0] ?? '';
  const removed = up + (/^\/+/.exec(path.slice(up.length))?.[0] ?? '');
  const name = path.slice(removed.length);
  return { name: name === '' && removed !== '' ? '.' : name, removed };
}

/** A name without its first folders; undefined when it has no more than that. */
export function withoutFolders(name: string, count: number): string | undefined {
  if (count === 0) return name;
  const rest = name.split('/').slice(count).join('/');
  return rest === '' ? undefined : rest;
}

/** Whether a member is what is asked for, or in such a folder. */
export function isWithin(name: string, wanted: string): boolean {
  const folder = wanted.replace(/\/+$/, '');
  return name === folder || name.startsWith(`${folder}/`);
}

/** Whether a pattern of `--exclude` fits a name: from its beginning or from any folder in it, to its end or to any folder. */
export function excluder(patterns: readonly string[]): (name: string) => boolean {
  const compiled = patterns.map((pattern) => compilePattern(pattern.replace(/\/+$/, '')));
  return (name) => {
    if (compiled.length === 0) return false;
    const parts = name.replace(/\/+$/, '').split('/');
    const tails = parts.map((_, from) => from);
    const fits = (from: number, to: number) => compiled.some((pattern) => matchesPattern(pattern, parts.slice(from, to).join('/')));
    return tails.some((from) => tails.some((to) => to >= from && fits(from, to + 1)));
  };
}
