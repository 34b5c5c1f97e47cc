/** Position in the order (namespace, name). */
export interface Position {
  readonly namespace: string;
  readonly name: string;
}

/** Compares positions: by namespace, then by name. */
export function comparePositions(a: Position, b: Position): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
