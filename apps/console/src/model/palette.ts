/** Max number of entries that are shown. */
const SHOWN_MAX = 50;

/** Entry of the command palette. */
export interface PaletteItem {
  readonly id: string;
  /** `Map`, `pods/default/web-1`, `Break node-2…` */
  readonly text: string;
  readonly run: () => void;
}

/** Returns the entries that contain all words of a query, those that begin with it first. */
export function matchingItems(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
  const isFirst = ({ text }: PaletteItem) => text.toLowerCase().startsWith(query.trim().toLowerCase());
  return [...found.filter(isFirst), ...found.filter((item) => !isFirst(item))].slice(0, SHOWN_MAX);
}
