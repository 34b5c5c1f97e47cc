/** Returns the note of a started pod start. */
export function startingLine(uid: string): string {
  return `+${uid}\n`;
}

/** Returns the note of a completed pod start. */
export function startedLine(uid: string): string {
  return `-${uid}\n`;
}

/** Returns the first lines of a run: crash counts of earlier starts. */
export function endLines(ends: ReadonlyMap<string, number>): string {
  return [...ends].map(([uid, count]) => `=${uid} ${count}\n`).join('');
}

/**
 * Parses the notes of the previous run: UIDs of pods in start at its end, with their number of consecutive crashes. A truncated last line
 * is skipped.
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

/** Counts a crash during the start of the pods `starting`. */
export function endsAfter(before: ReadonlyMap<string, number>, starting: Iterable<string>): Map<string, number> {
  return new Map([...starting].map((uid) => [uid, (before.get(uid) ?? 0) + 1]));
}
