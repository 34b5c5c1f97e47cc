/** Gives a variable's value, or undefined when there is none of this name. */
export type VariableLookup = (name: string) => string | undefined;

/**
 * Replaces each `$(NAME)` that is known by its value. `$$` is a dollar sign that begins nothing; what is unknown stays as written.
 * Models `Expand` of `third_party/forked/golang/expansion/expand.go`.
 */
export function expandVariables(text: string, find: VariableLookup): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (written, name: string | undefined) => (name === undefined ? '$' : (find(name) ?? written)));
}
