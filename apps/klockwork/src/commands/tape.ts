import { existsSync } from 'node:fs';
import { freePort, nodeTimer } from '@klockwork/host';
import { copyLabLog } from '../fork/copied-log.ts';
import { cutOrExplain } from '../fork/cut-or-explain.ts';
import { momentOf } from '../fork/moment.ts';
import { createWhole } from '../fork/new-folder.ts';
import { LabFolder, labFolder } from '../launcher/lab-folder.ts';
import { requireFreePort } from '../launcher/ports.ts';
import { startDetached } from '../launcher/start-detached.ts';
import { printable } from '../output/printable.ts';
import { exportedText, tapeText } from '../output/tape-text.ts';
import { inTemporaryFolder } from '../tape/copied-store.ts';
import { type ExportedTape, exportTape } from '../tape/export-tape.ts';
import { fillOpenedLab } from '../tape/opened-lab.ts';
import { Tape } from '../tape/tape-reader.ts';
import { requireZstd } from '../tape/zstd.ts';
import { UserError } from '../user-error.ts';

/** Options of `klockwork tape export`. */
export interface TapeExportOptions {
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  /** False: secrets are included. */
  readonly redaction: boolean;
}

/** Options of `klockwork tape open`. */
export interface TapeOpenOptions {
  readonly data: string;
  readonly at?: string;
  readonly port?: number;
}

/** Writes the log of a running or stopped lab to a tape. Throws UserError; then no file is left. */
export async function tapeExport(file: string, { data, from, to, redaction }: TapeExportOptions): Promise<void> {
  requireZstd();
  if (existsSync(file)) throw new UserError(`${file} exists: choose another name`);
  const lab = labFolder(data);
  lab.requireEventLog();
  const { exported, tookMs } = await inTemporaryFolder(async (temporary) => {
    const { path, now } = await copyLabLog(lab, temporary);
    const cut = await cutOrExplain({ path, origin: lab.events, moment: momentOf(to, now) });
    const start = from === undefined ? { revision: 0 } : momentOf(from, now);
    if ('revision' in start ? start.revision > cut.revision : start.at > cut.at)
      throw new UserError(`${from} is after the last event of the tape, revision ${cut.revision}`);
    const began = nodeTimer.now();
    const tape = await written(file, () => exportTape({ path, from: start, state: lab.readState(), redacts: redaction }, file));
    return { exported: tape, tookMs: nodeTimer.now() - began };
  });
  if (!redaction)
    console.error(`klockwork: ${printable(file)} HAS ALL SECRETS OF THIS LAB IN PLAIN TEXT: give it to nobody who may not read them`);
  console.log(exportedText(file, exported, tookMs));
}

async function written(file: string, write: () => Promise<ExportedTape>): Promise<ExportedTape> {
  try {
    return await write();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
      throw new UserError(`no room for ${file} (${code}): make room there, or choose another place`);
    if (syscall !== undefined) throw new UserError(`cannot write ${file} (${code})`);
    throw error;
  }
}

/** Prints what a tape holds, after a read of all its frames. Throws UserError for a damaged one, after the rest. */
export async function tapeInfo(file: string, { output }: { readonly output?: 'json' }): Promise<void> {
  const tape = Tape.open(file);
  tape.verify();
  const { manifest, frames, problems } = tape;
  console.log(output === 'json' ? JSON.stringify({ manifest, frames, problems }) : tapeText(tape));
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** Opens a tape as a cluster that is only read. */
export async function tapeOpen(file: string, { data, at, port: asked }: TapeOpenOptions): Promise<void> {
  const port = asked ?? (await freePort());
  await requireFreePort(port);
  await createWhole(data, (temporary) => fillOpenedLab(new LabFolder(temporary), file, { at, port }));
  await startDetached(new LabFolder(data));
}
