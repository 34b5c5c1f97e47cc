import { DamagedLogError, type Revision, verifyStore } from '@klockwork/event-store';
import type { EventValues } from './event-row.ts';
import { withCopy } from './log-copy.ts';
import { LogDamage } from './log-damage.ts';
import { Salvage } from './salvage-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

/** Result of the verification of a log. */
export interface LogFindings {
  /** Number of sound first events, revision of the last, and number of pruned ones before it. */
  readonly events: number;
  readonly through: Revision;
  readonly pruned: number;
  /** Sentence about the first damage; undefined for a sound log. */
  readonly problem?: string;
  /** Notices about losses or a migration. */
  readonly notices: readonly string[];
}

/** Verifies a copy of a whole log that no process writes to. */
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

/** Opens the log like a lab, and reads it in every way. */
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

/** Reads sound events of a log that no process writes to. Calls `onProblem` with the damage that ended the walk early. */
export function readSoundEvents(path: string, on: { event(values: EventValues): void; problem(message: string): void }): Promise<void> {
  return withCopy(path, async (copy) => {
    const salvage = new Salvage(copy, new LogDamage(path));
    for (const event of salvage.read()) on.event(event);
    salvage.close();
    if (salvage.problem !== undefined) on.problem(salvage.problem.message);
  });
}
