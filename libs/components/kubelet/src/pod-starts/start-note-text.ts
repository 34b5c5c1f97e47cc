/** Line of a note about a pod whose start has begun. */
export function startingLine(uid: string): string {
  return `+${uid}\n`;
}

/** Line of a note about a pod whose start has ended. */
export function startedLine(uid: string): string {
  return `-${uid}\n`;
}

/** First lines of a run: how often each pod was being started at the ends before it. */
export function endLines(ends: ReadonlyMap<string, number>): string {
  return [...ends].map(([uid, count]) => `=${uid} ${count}\n`).join('');
}

/**
 * Reads the notes of the run before: the pods, by UID, that were being started at its end, with the number of such ends in a row. A last line that was
 * cut off is skipped.
 */
export function readEnds(text: string): Map<string, number> {
  const before = new Map<string, number>();
  const starting = new Set<string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [uid = '', count] = line.slice(1).split(' ');
    if (line.startsWith('=')) before.set(uid, Number(count));
    else if (line.startsWith('+')) starting.add(uid);
    else starting.delete(uid);
  }
  return endsAfter(before, starting);
}

/** Counts the end of a run in which the pods `starting` were being started. */
export function endsAfter(before: ReadonlyMap<string, number>, starting: Iterable<string>): Map<string, number> {
  return new Map([...starting].map((uid) => [uid, (before.get(uid) ?? 0) + 1]));
}
