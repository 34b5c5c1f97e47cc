/** One item of a merged list: item number `left` of the left list as it is, or the right list's item merged with its like. */
export interface MergedItem {
  readonly element: string;
  readonly left?: number;
}

/**
 * In which order two lists of items merge: what both have stands as in the right list, and what the left has alone stays as near to
 * its neighbours as that allows. Elements of the right list are all different. Models `mergingWalker.visitListItems`.
 */
export function mergeOrder(lefts: readonly string[], rights: readonly string[]): MergedItem[] {
  const [inLeft, inRight] = [new Set(lefts), new Set(rights)];
  const shared = rights.filter((element) => inLeft.has(element));
  const merged = new Set<string>();
  const result: MergedItem[] = [];
  let [left, right, next] = [0, 0, 0];
  const takeRight = () => {
    const element = rights[right] as string;
    merged.add(element);
    result.push({ element });
    right += 1;
    if (element === shared[next]) next += 1;
  };
  while (left < lefts.length || right < rights.length) {
    const element = lefts[left];
    if (element !== undefined && right < rights.length) {
      if (element === rights[right]) {
        left += 1;
        takeRight();
        continue;
      }
      // Both have it, but its turn is another: the right list says when.
      if (inRight.has(element) && next < shared.length && shared[next] !== element) {
        left += 1;
        continue;
      }
    }
    if (element !== undefined) {
      if (!inRight.has(element)) {
        result.push({ element, left });
        left += 1;
        continue;
      }
      if (merged.has(element)) left += 1;
    }
    if (right < rights.length) takeRight();
  }
  return result;
}
