import type { KubeObject } from '../object.ts';

/** `T` with all fields optional, deeply; lists are replaced whole. */
export type Overrides<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Overrides<T[K]> } : T;

/** Creation time of built objects: base of ages in tests. */
export const BUILT_AT = '2026-01-01T00:00:00Z';

/** Returns a stored object: base with system fields, and overrides. */
export function build<T extends KubeObject>(
  base: T,
  overrides: Overrides<NoInfer<T>> = {} as Overrides<NoInfer<T>>,
  defaults: (draft: NoInfer<T>) => void = () => {},
): T {
  const draft = merge(base, overrides) as T;
  const { name = '', namespace } = draft.metadata ?? {};
  const stamped = { uid: uidOf(`${draft.kind}/${namespace ?? ''}/${name}`), resourceVersion: '1', creationTimestamp: BUILT_AT };
  draft.metadata = { ...stamped, ...draft.metadata };
  defaults(draft);
  return draft;
}

/** Returns a deterministic UID for a text. */
export function uidOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  const digits = (hash >>> 0).toString(16).padStart(8, '0');
  return `${digits}-0000-4000-8000-${digits}0000`;
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isMap(base) || !isMap(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries(
    [...keys]
      .map((key) => [key, key in over && over[key] === undefined ? undefined : merge(base[key], over[key])])
      .filter(([, value]) => value !== undefined),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
