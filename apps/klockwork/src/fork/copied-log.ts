import { existsSync, statSync } from 'node:fs';
import type { LabTime } from '@klockwork/kernel';
import { copyLog } from '@klockwork/sqlite-event-store';
import { ControlClient } from '../client/control-client.ts';
import { LabClient } from '../client/lab-client.ts';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';

/** Private copy of a lab's log. */
export interface CopiedLog {
  readonly path: string;
  /** Lab time of the copy. */
  readonly now: LabTime;
}

/**
 * Copies the log of a running or stopped lab into the folder `into`. A running lab continues to write meanwhile. Throws UserError without a
 * log, and when its file changed during the copy.
 */
export async function copyLabLog(lab: LabFolder, into: string): Promise<CopiedLog> {
  lab.requireEventLog();
  if ((await ControlClient.find(lab)) === undefined) return { path: copyUnchanged(lab, into), now: lab.readState()?.labAt ?? 0 };
  const client = await LabClient.connect(lab);
  let log: CopiedLog | undefined;
  await client.lines('/klockwork/v1/log/hold', (line) => {
    const { now } = JSON.parse(line) as { now: LabTime };
    log = { path: copyUnchanged(lab, into), now };
    return false;
  });
  if (log === undefined) throw new UserError(`the lab on ${lab.path} did not allow a copy of its log: see ${lab.log('api-server')}`);
  return log;
}

function copyUnchanged(lab: LabFolder, into: string): string {
  const before = stateOf(lab.events);
  const copy = copyLog(lab.events, into);
  if (stateOf(lab.events) !== before) throw new UserError(`the event log ${lab.events} changed while it was copied: ask again in a moment`);
  return copy;
}

/** Returns size and time of the database file. The write-ahead log may grow: a copy of its first frames is sound. */
function stateOf(file: string): string {
  if (!existsSync(file)) return '';
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}
