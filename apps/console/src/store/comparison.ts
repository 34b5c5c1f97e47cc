import { sendJson } from '../api/client.ts';
import { linesOf } from '../api/streams.ts';
import { type ComparedMoment, type Difference, differences, type LogChanges, type MarkedEvent } from '../model/compare.ts';

/** Cluster at a moment of the past, compared with the present. */
export interface Comparison {
  readonly before: ComparedMoment;
  readonly after: ComparedMoment;
  readonly differences: readonly Difference[];
}

/** Max events on the axis: the newest. */
const EVENTS_MAX = 5_000;

/** Compares the cluster at a revision with the present. Throws Refusal. */
export async function readComparison(revision: number, signal: AbortSignal): Promise<Comparison> {
  const changes = await sendJson<LogChanges>(`/klockwork/v1/changes?before=${revision}&after=0s`, { signal });
  const events: MarkedEvent[] = [];
  const path = `/at/${changes.after.revision}/klockwork/v1/log?from=${revision + 1}&tail=${EVENTS_MAX}`;
  for await (const { revision: own, at, type, key } of linesOf<MarkedEvent>(path, { signal }))
    events.push({ revision: own, at, type, key });
  return { before: changes.before, after: changes.after, differences: differences(changes, events) };
}

/** Returns the revision of a moment, such as `-5m`, `11:32:02` or `812`. Throws Refusal. */
export async function revisionOf(moment: string): Promise<number> {
  return (await sendJson<ComparedMoment>(`/klockwork/v1/moments?at=${encodeURIComponent(moment)}`)).revision;
}
