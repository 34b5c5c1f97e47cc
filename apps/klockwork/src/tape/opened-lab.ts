import type { LabFolder } from '../launcher/lab-folder.ts';
import { importTape } from './import-tape.ts';

/** How a tape is opened. */
export interface OpenedLabOptions {
  /** Last moment that is opened. */
  readonly at: string | undefined;
  readonly port: number;
}

/** Fills the data folder of a lab that only reads a tape. Throws UserError. */
export async function fillOpenedLab(folder: LabFolder, file: string, { at, port }: OpenedLabOptions): Promise<void> {
  folder.prepare();
  const { cut, lab } = await importTape(file, folder.events, at);
  // The api-server writes events of its own at its start: comparisons need the last revision of the tape.
  folder.writeState({ profile: lab.profile, nodes: 0, port, labAt: cut.at, fork: { revision: cut.revision }, isTape: true });
}
