/** Returns a variable's value; undefined for unknown names. */
export type VariableLookup = (name: string) => string | undefined;

/**
 * Replaces known `$(NAME)` by their values. `$$` is a literal dollar sign; unknown names stay unchanged. Models `Expand` of
 * `third_party/forked/golang/expansion/expand.go`.
 */
export function expandVariables(text: string, find: VariableLookup): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (written, name: string | undefined) => (name === undefined ? '$' : (find(name) ?? written)));
}
