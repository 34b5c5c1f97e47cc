const collator = new Intl.Collator('en', { numeric: true });

/** Compares names for a list: numbers count as numbers, so node-2 stands before node-10. */
export function byName(one: string, other: string): number {
  return collator.compare(one, other);
}
