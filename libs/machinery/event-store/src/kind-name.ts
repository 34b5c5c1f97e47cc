/** Returns `group/resource`, the key of a kind in snapshots, heads and maps. The core group is empty: `/pods`. */
export function kindName(kind: { readonly group: string; readonly resource: string }): string {
  return `${kind.group}/${kind.resource}`;
}
