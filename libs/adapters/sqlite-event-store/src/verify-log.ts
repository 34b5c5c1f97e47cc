import { DamagedLogError, type Revision, verifyStore } from '@klockwork/event-store';
import type { EventValues } from './event-row.ts';
import { withCopy } from './log-copy.ts';
import { LogDamage } from './log-damage.ts';
import { Salvage } from './salvage-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

/** Result of the verification of a log. */
export interface LogFindings {
  /** Sound events from the first on, the revision of the last, and how many before it retention removed. */
  readonly events: number;
  readonly through: Revision;
  readonly pruned: number;
  /** Sentence about the first damage; undefined for a sound log. */
  readonly problem?: string;
  /** Sentences about what is lost or was migrated. */
  readonly notices: readonly string[];
}

/** Reads a copy of a whole log that no process writes to. */
export function verifyLog(path: string): Promise<LogFindings> {
  return withCopy(path, async (copy) => {
    const salvage = new Salvage(copy, new LogDamage(path));
    for (const _ of salvage.read());
    salvage.close();
    const { events, through, pruned } = salvage;
    const { problem, notices } = await verifyOpened(copy);
    const first = salvage.problem?.message ?? problem?.replaceAll(copy, path);
    return {
      events,
      through,
      pruned,
      ...(first !== undefined && { problem: first }),
      notices: notices.map((text) => text.replaceAll(copy, path)),
    };
  });
}

/** Opens the log as a lab does, and reads it in all ways that a lab does. */
async function verifyOpened(path: string): Promise<{ problem?: string; notices: readonly string[] }> {
  try {
    const store = await SqliteEventStore.open({ path });
    try {
      await verifyStore(store);
      return { notices: store.notices };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof DamagedLogError) return { problem: error.message, notices: [] };
    throw error;
  }
}

/** Sound events of a log that no process writes to. Calls `onProblem` with the damage that ended them before the end. */
export function readSoundEvents(path: string, on: { event(values: EventValues): void; problem(message: string): void }): Promise<void> {
  return withCopy(path, async (copy) => {
    const salvage = new Salvage(copy, new LogDamage(path));
    for (const event of salvage.read()) on.event(event);
    salvage.close();
    if (salvage.problem !== undefined) on.problem(salvage.problem.message);
  });
}
