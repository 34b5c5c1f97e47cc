import type { Revision } from './revision.ts';

/**
 * Trigger of an event. `request`: a client's request; `event`: an event of the log; `timer`: a fired timer; `runtime`: an action of a
 * container or sandbox; `boot`: a process start; `fault`: damage from outside.
 */
export type Trigger = 'request' | 'event' | 'timer' | 'runtime' | 'boot' | 'fault';

/** Container behind a runtime cause. */
export interface CausingContainer {
  readonly name: string;
  /** Number of restarts in its pod; 0 for the first run. */
  readonly attempt?: number;
  /** Exit code, once exited; also set on direct consequences, from the image pull to the next start. */
  readonly exitCode?: number;
}

/** Cause of an event. Revisions only point backwards, so chains have no cycles. */
export interface Cause {
  readonly trigger: Trigger;
  /** Event behind the reaction; for a timer, the event that set it; for the runtime, the event behind its action. */
  readonly revision?: Revision;
  /** Name of the timer, verb of the request, action of the runtime (`container-exited`), started process, or fault. */
  readonly name?: string;
  /** Further causing events, newest first; at most {@link ALSO_MAX}. */
  readonly also?: readonly Revision[];
  /** Container, for `runtime`; absent for a sandbox. */
  readonly container?: CausingContainer;
  /** Timer behind a `runtime` action, set by the event at `revision`. */
  readonly timer?: string;
}

/** Maximum number of events in `also`. */
export const ALSO_MAX = 4;

/** Triggers in ascending order of information: only a cause names its timer, while an event is in the log. */
const TELLING: readonly Trigger[] = ['event', 'timer', 'runtime'];

/** Returns the cause of work of `timer`, which was set in reaction to `cause`. */
export function timerCause(timer: { readonly name: string }, { revision, also }: Pick<Cause, 'revision' | 'also'>): Cause {
  return { trigger: 'timer', name: timer.name, ...(revision !== undefined && { revision }), ...(also !== undefined && { also }) };
}

/** Merges two causes of one reaction: the newer one, unless the older has more information, with the events of the other in `also`. */
export function mergeCauses(newer: Cause, older: Cause | undefined): Cause {
  if (older?.revision === undefined || newer.revision === undefined) return newer;
  return TELLING.indexOf(older.trigger) > TELLING.indexOf(newer.trigger) ? joinCause(older, newer) : joinCause(newer, older);
}

/** Adds the events of another cause to `also`. */
export function joinCause(cause: Cause, other: Cause | undefined): Cause {
  return other?.revision === undefined ? cause : withAlso(cause, [other.revision, ...(other.also ?? [])]);
}

/**
 * Adds events to `also`. If there are too many, the oldest and the newest remain. A cause without an event begins a chain, and stays
 * unchanged.
 */
export function withAlso(cause: Cause, revisions: readonly Revision[]): Cause {
  if (cause.revision === undefined) return cause;
  const others = new Set([...(cause.also ?? []), ...revisions]);
  others.delete(cause.revision);
  if (others.size === 0) return cause;
  const newestFirst = [...others].sort((a, b) => b - a);
  const also = newestFirst.length <= ALSO_MAX ? newestFirst : [...newestFirst.slice(0, ALSO_MAX - 1), newestFirst.at(-1) as Revision];
  return { ...cause, also };
}
