/** Max number of items in a cell. */
const SHOWN_MAX = 3;

/** Returns `a,b,c + 2 more...`: the first three of a long list. Models `listWithMoreString` of `pkg/printers/internalversion`. */
export function shortList(all: readonly string[]): string {
  const shownNames = all.slice(0, SHOWN_MAX).join(',');
  return all.length > SHOWN_MAX ? `${shownNames} + ${all.length - SHOWN_MAX} more...` : shownNames;
}
