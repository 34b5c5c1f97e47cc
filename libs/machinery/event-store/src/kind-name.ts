/** `group/resource`: how a kind is named in snapshots, heads and maps. The core group is the empty text: `/pods`. */
export function kindName(kind: { readonly group: string; readonly resource: string }): string {
  return `${kind.group}/${kind.resource}`;
}
