import { WriterConflictError } from '@klockwork/event-store';
import { importLog, type LogCut } from '@klockwork/sqlite-event-store';
import { cutOrExplain } from '../fork/cut-or-explain.ts';
import { momentOf } from '../fork/moment.ts';
import { UserError } from '../user-error.ts';
import type { TapeManifest } from './tape-format.ts';
import { Tape } from './tape-reader.ts';

/** Log made from a tape. */
export interface ImportedTape {
  readonly cut: LogCut;
  readonly lab: TapeManifest['lab'];
}

/** Creates the log `path` from a tape, up to a moment, and prints damaged frames. Throws UserError. */
export async function importTape(file: string, path: string, at: string | undefined): Promise<ImportedTape> {
  const tape = Tape.open(file);
  const moment = momentOf(at, tape.manifest.clock.lastAt);
  try {
    await importLog(path, tape.events());
  } catch (error) {
    if (!(error instanceof WriterConflictError)) throw error;
    throw new UserError(`the events of ${file} are no log: ${error.message}`);
  } finally {
    for (const problem of tape.problems) console.error(`klockwork: ${problem}`);
  }
  const { nodes, agents, profile, shape = {} } = tape.manifest.lab;
  const lab = { nodes, profile, shape, ...(agents !== undefined && { agents }) };
  return { cut: await cutOrExplain({ path, origin: file, moment }), lab };
}
