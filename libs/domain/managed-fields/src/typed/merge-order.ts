/** Item of a merged list: item `left` of the left list unchanged, or an item of the right list merged with its match. */
export interface MergedItem {
  readonly element: string;
  readonly left?: number;
}

/**
 * Returns the merge order of two item lists: shared items as in the right list, others next to their left neighbours where possible. Right
 * elements are unique. Models `mergingWalker.visitListItems`.
 */
export function mergeOrder(lefts: readonly string[], rights: readonly string[]): MergedItem[] {
  const [inLeft, inRight] = [new Set(lefts), new Set(rights)];
  const sharedElements = rights.filter((element) => inLeft.has(element));
  const merged = new Set<string>();
  const result: MergedItem[] = [];
  let [left, right, next] = [0, 0, 0];
  const takeRight = () => {
    const element = rights[right] as string;
    merged.add(element);
    result.push({ element });
    right += 1;
    if (element === sharedElements[next]) next += 1;
  };
  while (left < lefts.length || right < rights.length) {
    const element = lefts[left];
    if (element !== undefined && right < rights.length) {
      if (element === rights[right]) {
        left += 1;
        takeRight();
        continue;
      }
      // Shared item out of turn: the right list determines its place.
      if (inRight.has(element) && next < sharedElements.length && sharedElements[next] !== element) {
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
