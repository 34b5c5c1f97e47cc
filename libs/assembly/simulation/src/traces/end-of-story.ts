import type { TraceRow } from './record-trace.ts';

/** What a pod came to, whenever one looks: where in its back-off a program is that fails again and again is left out. */
export type PodEnd = 'alive' | 'ready' | 'no image' | 'initializing' | (string & {});

const FAILING = new Set(['CrashLoopBackOff', 'RunContainerError']);
const IMAGELESS = new Set(['ErrImagePull', 'ImagePullBackOff']);

/** What all pods of a story came to, in the order of the alphabet: those that are gone are not told of. */
export function endOfStory(rows: readonly TraceRow[]): PodEnd[] {
  const last = new Map<string, TraceRow>();
  for (const row of rows) if (row.status !== '') last.set(row.subject, row);
  return [...last.values()]
    .filter(({ status }) => status !== '(gone)')
    .map(endOf)
    .sort();
}

function endOf({ status, ready, restarts }: TraceRow): PodEnd {
  const hasRestarted = restarts !== '0';
  if (IMAGELESS.has(status)) return 'no image';
  if (status.startsWith('Init:') || status === 'PodInitializing') return 'initializing';
  if (FAILING.has(status) || (hasRestarted && status !== 'Running')) return 'alive';
  if (status !== 'Running') return status;
  const [up = '', of] = ready.split('/');
  return up === of && !hasRestarted ? 'ready' : 'alive';
}

/** What the runtime says of a container that was lost with its node's power. */
const LOST = 'Unknown';

/** What is wrong with an end, compared with that of the same story without a fault; undefined when nothing is. */
export function wrongEnd(expected: readonly PodEnd[], found: readonly PodEnd[], { nodeLost }: { nodeLost: boolean }): string | undefined {
  // Who makes pods until enough have succeeded makes one more for one that was lost.
  const isRight =
    isSame(expected, found, nodeLost) ||
    (nodeLost &&
      isSame(
        expected,
        found.filter((end) => end !== LOST),
        nodeLost,
      ));
  return isRight ? undefined : `ended as ${found.join(', ') || 'nothing'}, not as ${expected.join(', ') || 'nothing'}`;
}

function isSame(expected: readonly PodEnd[], found: readonly PodEnd[], nodeLost: boolean): boolean {
  return expected.length === found.length && expected.every((end, index) => isAsGood(end, found[index] ?? '', nodeLost));
}

/**
 * What ran on a node that lost its power is started again where it may be, and has failed where it may not. Of a pod that has failed
 * kubectl says how its first container ended. A pod that waits for a lost node goes on when that has its power back.
 */
const AS_GOOD: Readonly<Partial<Record<PodEnd, readonly PodEnd[]>>> = {
  ready: ['alive'],
  Completed: ['alive'],
  NotReady: ['Completed'],
  Terminating: ['alive'],
};

function isAsGood(expected: PodEnd, found: PodEnd, nodeLost: boolean): boolean {
  return expected === found || (nodeLost && (found === LOST || (AS_GOOD[expected]?.includes(found) ?? false)));
}
