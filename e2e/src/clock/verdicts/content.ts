import type { LoggedEvent } from '@klockwork/lab-tool';

/**
 * Content of a log at each instant: one sorted line for each changed object with its last event. Two runs of one scenario must be equal.
 * Number and order of steps within an instant may vary, as processes race; generated names, uids and revisions are replaced. `from` is
 * instant zero; kinds and objects in `without` are omitted.
 */
export function contentOf(
  log: readonly LoggedEvent[],
  { from, without }: { from: number; without(event: LoggedEvent): boolean },
): string[] {
  const lines = new Map<string, string>();
  for (const event of log) {
    if (event.at < from || event.key.resource === 'clocks' || without(event)) continue;
    const { key, uid, at, type, data } = event;
    const name = normalized(`${key.resource}/${key.namespace}/${key.name}`);
    lines.set(`${at} ${uid}`, `${at - from} ${name} ${type} ${normalized(JSON.stringify(data))}`);
  }
  return [...lines.values()].sort();
}

/** Lines of only one content, prefixed: `-` for the first, `+` for the second. */
export function contentDifferences(one: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].filter(([, count]) => count !== 0).map(([line, count]) => `${count < 0 ? '-' : '+'} ${line}`);
}

/** Replaces generated names: of ReplicaSet pods, and of Events. */
function normalized(text: string): string {
  return text.replace(/(-[b-z2-9]{8,10})-[b-z2-9]{5}\b/g, '$1-*').replace(/\.[0-9a-f]{14,16}\b/g, '.*');
}
