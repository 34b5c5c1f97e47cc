import type { PastLog } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';

/** Moment that a read-only API of the past shows. */
export interface PastMoment extends Pick<PastLog, 'revision' | 'at' | 'isKnown'> {
  /** Registry of the present, for objects that still exist. */
  readonly present: Registry;
  /** True for a replay, which has changes to watch. */
  readonly isReplayed?: true;
}

/** Returns `revision 512, 2026-01-01T12:00:00.000Z`. */
export function momentText({ revision, at }: Pick<PastLog, 'revision' | 'at'>): string {
  return `revision ${revision}, ${new Date(at).toISOString()}`;
}

/** Returns the refusal of writes, and of connections to containers. */
export function pastIsReadOnly(moment: PastMoment): ApiError {
  return refused(`this is the past (${momentText(moment)}), which is only read: use the context of the present to write or connect`);
}

/** Returns the refusal of watches. */
export function pastIsOver(moment: PastMoment): ApiError {
  return refused(`this is the past (${momentText(moment)}), where nothing changes any more: there is nothing to watch or to wait for`);
}

/** Returns the refusal of measurements, which no log holds. */
export function notInLog(moment: PastMoment, resource: string): ApiError {
  return refused(`this is the past (${momentText(moment)}): ${resource} are measured, and not in the log`);
}

function refused(message: string): ApiError {
  return new ApiError({ code: 405, reason: 'MethodNotAllowed', message });
}
