import type { Revision } from './log-event.ts';

/**
 * What kind of thing an author was reacting to. `request`: someone outside asked; `event`: an event of the log; `timer`: a named timer
 * fired; `runtime`: a container or its sandbox did something; `boot`: a process began; `fault`: something was broken from outside.
 */
export type Trigger = 'request' | 'event' | 'timer' | 'runtime' | 'boot' | 'fault';

/** The container that did something. */
export interface CausingContainer {
  readonly name: string;
  /** 0 for its first run in its pod. */
  readonly attempt?: number;
  /** Once it ended; and of what follows at once, from the pull of its image to its next start, how it had ended. */
  readonly exitCode?: number;
}

/** What the author of an event was reacting to. Revisions only point back, so that no walk along causes goes round. */
export interface Cause {
  readonly trigger: Trigger;
  /** The event reacted to; for a timer the event that set it; for the runtime the event that led it to act. */
  readonly revision?: Revision;
  /** The timer's name, the request's verb, what the runtime did (`container-exited`), the process that began, the fault. */
  readonly name?: string;
  /** Other events that the author was reacting to at once, newest first; at most {@link ALSO_MAX}. */
  readonly also?: readonly Revision[];
  /** With `runtime`: the container, unless it was the sandbox. */
  readonly container?: CausingContainer;
  /** With `runtime`: the timer that had it act, and that the event at `revision` had set. */
  readonly timer?: string;
}

/** Events named in `also` at most. */
export const ALSO_MAX = 4;

/** What says more comes first: a timer's name is nowhere else, an event speaks for itself. */
const TELLING: readonly Trigger[] = ['event', 'timer', 'runtime'];

/** What follows from `timer`, which was set in reaction to `cause`. */
export function timerCause(timer: { readonly name: string }, { revision, also }: Pick<Cause, 'revision' | 'also'>): Cause {
  return { trigger: 'timer', name: timer.name, ...(revision !== undefined && { revision }), ...(also !== undefined && { also }) };
}

/** Two causes that met in one reaction: the newer, unless the older says more, and also the events of the other. */
export function mergeCauses(newer: Cause, older: Cause | undefined): Cause {
  if (older?.revision === undefined || newer.revision === undefined) return newer;
  return TELLING.indexOf(older.trigger) > TELLING.indexOf(newer.trigger) ? joinCause(older, newer) : joinCause(newer, older);
}

/** The cause, and also the events of another. */
export function joinCause(cause: Cause, other: Cause | undefined): Cause {
  return other?.revision === undefined ? cause : withAlso(cause, [other.revision, ...(other.also ?? [])]);
}

/**
 * The cause, and also these events. Of too many the oldest stays, which is what began it, and the newest do. A cause without an event
 * of its own is a beginning, and stays alone.
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
