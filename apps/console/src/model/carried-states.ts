import type { RowChange } from './row-change.ts';

/** Returns the states in which `changes` leave their rows, as changes at the instant `at`. Rows that ended have none. */
export function carriedStates(changes: readonly RowChange[], at: number): readonly RowChange[] {
  const states = new Map<string, RowChange>();
  for (const { mark: _, ...change } of changes) {
    if (change.state !== undefined || change.ends === true) states.set(change.row.id, change);
  }
  const isOver = (id: string) => states.get(id)?.ends === true;
  return [...states.values()]
    .filter(({ row }) => !isOver(row.id) && !(row.kind === 'container' && isOver(row.id.split('/')[0] ?? '')))
    .map((change) => ({ ...change, at }));
}
