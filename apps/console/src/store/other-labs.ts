import type { LabList } from '@klockwork/console';
import { useEffect, useState } from 'react';
import { sendJson } from '../api/client.ts';
import type { ComparedMoment, LogChanges } from '../model/compare.ts';
import { commonCandidates, isSameMoment } from '../model/known-labs.ts';
import { type LabDifference, labDifferences } from '../model/lab-differences.ts';
import type { ClockReport } from './lab-time.ts';

/** Time between two lists of labs, and between two reports of another clock, in ms. */
const LIST_MS = 3_000;
const CLOCK_MS = 1_000;

/** Returns the path before those of the API of another lab. */
export function rootOf(id: string): string {
  return `/labs/${id}`;
}

/** Returns the labs beside this one as they come and go; undefined before the first answer. */
export function useLabs(): LabList | undefined {
  return useRepeated<LabList>('/labs', LIST_MS);
}

/** Returns the lab time of another lab; undefined before its first answer. */
export function useOtherNow(id: string): number | undefined {
  return useRepeated<ClockReport>(`${rootOf(id)}/klockwork/v1/clock`, CLOCK_MS)?.now;
}

/** Asks a path again and again. A lost answer keeps the former one. */
function useRepeated<T>(path: string, everyMs: number): T | undefined {
  const [answer, setAnswer] = useState<{ readonly path: string; readonly value: T } | undefined>();
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      while (!stop.signal.aborted) {
        // The views of a lab without an answer show its refusal.
        await sendJson<T>(path, { signal: stop.signal }).then(
          (value) => setAnswer((last) => (JSON.stringify(last?.value) === JSON.stringify(value) ? last : { path, value })),
          () => {},
        );
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    };
    void ask();
    return () => stop.abort();
  }, [path, everyMs]);
  return answer?.path === path ? answer.value : undefined;
}

/** Returns the last moment that this lab and another one share; undefined without a common past. Throws Refusal. */
export async function commonPast({ own, others }: LabList, id: string, signal: AbortSignal): Promise<ComparedMoment | undefined> {
  const other = others.find((lab) => lab.id === id);
  if (other === undefined) return undefined;
  const ends = await Promise.all(['', rootOf(id)].map((root) => momentOf(root, '0s', signal)));
  for (const revision of commonCandidates([own, other], ends)) {
    const [here, there] = await Promise.all(['', rootOf(id)].map((root) => momentOf(root, String(revision), signal)));
    if (here !== undefined && isSameMoment(here, there)) return here;
  }
  return undefined;
}

/** Returns the objects that differ now between this lab and another one since their common past. Throws Refusal. */
export async function readDifferences(id: string, since: ComparedMoment, signal: AbortSignal): Promise<readonly LabDifference[]> {
  const read = (root: string) => sendJson<LogChanges>(`${root}/klockwork/v1/changes?before=${since.revision}&after=0s`, { signal });
  const [own, other] = await Promise.all([read(''), read(rootOf(id))]);
  return labDifferences(own, other);
}

function momentOf(root: string, at: string, signal: AbortSignal): Promise<ComparedMoment> {
  return sendJson<ComparedMoment>(`${root}/klockwork/v1/moments?at=${at}`, { signal });
}
