import { goValueText } from './go-value-text.ts';
import { getOwn, isObject } from './own-property.ts';
import { patchRefusal } from './patch-refusal.ts';
import { PATCH, SET_ELEMENT_ORDER } from './strategic-patch-directives.ts';

/**
 * Sorts a merged list: items of the patch in patch order; server-only items keep their neighbours where possible. `mergeKey` is '' for
 * scalars. Models `normalizeElementOrder` of `k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`.
 */
export function orderElements(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  liveOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const inPatch = places(patchOrder, mergeKey);
  const inLive = places(liveOrder, mergeKey);
  const namedItems = merged.filter((item) => inPatch.has(identity(item, mergeKey)));
  const serverOnly = merged.filter((item) => !inPatch.has(identity(item, mergeKey)));
  const place = (item: unknown) => inPatch.get(identity(item, mergeKey)) ?? 0;
  namedItems.sort((a, b) => place(a) - place(b));
  return interleave(serverOnly, namedItems, (item) => inLive.get(identity(item, mergeKey)));
}

/** Rejects an order list that contradicts the patch's order of elements. Models `validatePatchWithSetOrderList`. */
export function checkElementOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  const wantedItems = patch.filter((item) => !isObject(item) || getOwn(item, PATCH) === undefined);
  let matches = 0;
  for (const item of order) {
    if (matches < wantedItems.length && identity(item, mergeKey) === identity(wantedItems[matches], mergeKey)) matches += 1;
  }
  if (matches === wantedItems.length) return;
  const texts = `The order in patch list:\n${goValueText(patch)}\n doesn't match ${SET_ELEMENT_ORDER.slice(0, -1)} list:\n${goValueText(order)}\n`;
  throw patchRefusal.unexpected(texts);
}

/** Merges two ordered lists; `left` goes first where the live order requires it. */
function interleave(left: readonly unknown[], right: readonly unknown[], livePlace: (item: unknown) => number | undefined): unknown[] {
  const result: unknown[] = [];
  let taken = 0;
  for (const item of right) {
    const place = livePlace(item);
    while (place !== undefined && taken < left.length && isBefore(livePlace(left[taken]), place)) {
      result.push(left[taken]);
      taken += 1;
    }
    result.push(item);
  }
  return [...result, ...left.slice(taken)];
}

function isBefore(place: number | undefined, other: number): boolean {
  return place !== undefined && place < other;
}

function places(list: readonly unknown[], mergeKey: string): Map<unknown, number> {
  const result = new Map<unknown, number>();
  for (const [index, item] of list.entries()) {
    const key = identity(item, mergeKey);
    if (!result.has(key)) result.set(key, index);
  }
  return result;
}

function identity(item: unknown, mergeKey: string): unknown {
  return mergeKey === '' || !isObject(item) ? item : getOwn(item, mergeKey);
}
