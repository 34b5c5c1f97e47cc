import { compilePattern, matchesPattern } from '../../shell/pattern.ts';

/** Stored name, and its removed prefix: `/`, or everything through the last `..`. */
export function memberName(path: string): { readonly name: string; readonly removed: string } {
  const up = /^(?:.*\/)?\.\.(?:\/|$)/.exec(path)?.[0] ?? '';
  const prefixLength = up + (/^\/+/.exec(path.slice(up.length))?.[0] ?? '');
  const name = path.slice(prefixLength.length);
  return { name: name === '' && prefixLength !== '' ? '.' : name, removed: prefixLength };
}

/** Name without its first `count` folders; undefined when fewer. */
export function withoutFolders(name: string, count: number): string | undefined {
  if (count === 0) return name;
  const rest = name.split('/').slice(count).join('/');
  return rest === '' ? undefined : rest;
}

/** Returns whether a member is `wanted` or below it. */
export function isWithin(name: string, wanted: string): boolean {
  const folder = wanted.replace(/\/+$/, '');
  return name === folder || name.startsWith(`${folder}/`);
}

/** Matches `--exclude` patterns: from the start or after any slash, to the end or before any slash. */
export function excluder(patterns: readonly string[]): (name: string) => boolean {
  const compiledPatterns = patterns.map((pattern) => compilePattern(pattern.replace(/\/+$/, '')));
  return (name) => {
    if (compiledPatterns.length === 0) return false;
    const parts = name.replace(/\/+$/, '').split('/');
    const tails = parts.map((_, from) => from);
    const fits = (from: number, to: number) => compiledPatterns.some((pattern) => matchesPattern(pattern, parts.slice(from, to).join('/')));
    return tails.some((from) => tails.some((to) => to >= from && fits(from, to + 1)));
  };
}
