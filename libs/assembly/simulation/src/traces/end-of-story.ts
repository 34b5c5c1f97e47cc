import type { TraceRow } from './record-trace.ts';

/** Final pod state, independent of the back-off's phase. */
export type PodEnd = 'alive' | 'ready' | 'no image' | 'initializing' | (string & {});

const FAILING = new Set(['CrashLoopBackOff', 'RunContainerError']);
const IMAGELESS = new Set(['ErrImagePull', 'ImagePullBackOff']);

/** Returns final states of existing pods, sorted by name. */
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

/** Runtime reason for containers lost with their node. */
const LOST = 'Unknown';

/** Compares an end with that of the faultless story; undefined if equal. */
export function wrongEnd(expected: readonly PodEnd[], actual: readonly PodEnd[], { nodeLost }: { nodeLost: boolean }): string | undefined {
  // Jobs replace a lost pod, also after its success.
  const isRight =
    isSame(expected, actual, nodeLost) ||
    (nodeLost &&
      isSame(
        expected,
        actual.filter((end) => end !== LOST),
        nodeLost,
      ));
  return isRight ? undefined : `ended as ${actual.join(', ') || 'nothing'}, not as ${expected.join(', ') || 'nothing'}`;
}

function isSame(expected: readonly PodEnd[], actual: readonly PodEnd[], nodeLost: boolean): boolean {
  return expected.length === actual.length && expected.every((end, index) => isAsGood(end, actual[index] ?? '', nodeLost));
}

/**
 * Equivalent ends after a power loss: pods restart where their policy allows, and fail otherwise. kubectl prints the first container's
 * reason for failed pods. Pods of a lost node resume with its power.
 */
const AS_GOOD: Readonly<Partial<Record<PodEnd, readonly PodEnd[]>>> = {
  ready: ['alive'],
  Completed: ['alive'],
  NotReady: ['Completed'],
  Terminating: ['alive'],
};

function isAsGood(expected: PodEnd, actual: PodEnd, nodeLost: boolean): boolean {
  return expected === actual || (nodeLost && (actual === LOST || (AS_GOOD[expected]?.includes(actual) ?? false)));
}
