import type { LoggedEvent } from '@klockwork/lab-tool';

/**
 * What a log says had come of each instant, sorted: a line for each object that changed in it, with its last event. Two runs of one
 * scenario must agree in every line. Processes race within an instant, so how many steps led there, and in which order, is not fixed;
 * neither are generated names, uids and revisions. `from` is the instant that counts as zero; kinds and objects in `without` are left out.
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

/** Lines that only one of two contents has, with a sign before each: `-` the first, `+` the second. */
export function contentDifferences(one: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].filter(([, count]) => count !== 0).map(([line, count]) => `${count < 0 ? '-' : '+'} ${line}`);
}

/** Names that the cluster makes up: of pods of a ReplicaSet, and of Events. */
function normalized(text: string): string {
  return text.replace(/(-[b-z2-9]{8,10})-[b-z2-9]{5}\b/g, '$1-*').replace(/\.[0-9a-f]{14,16}\b/g, '.*');
}
