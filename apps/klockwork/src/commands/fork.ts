import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';
import type { LogCut } from '@klockwork/sqlite-event-store';
import { copyLabLog } from '../fork/copied-log.ts';
import { cutOrExplain } from '../fork/cut-or-explain.ts';
import { momentOf } from '../fork/moment.ts';
import { createWhole } from '../fork/new-folder.ts';
import { LabFolder, type LabState, labFolder } from '../launcher/lab-folder.ts';
import { requireFreePort } from '../launcher/ports.ts';
import { startDetached } from '../launcher/start-detached.ts';
import { forkText } from '../output/fork-text.ts';
import { importTape } from '../tape/import-tape.ts';
import { UserError } from '../user-error.ts';

/** Options of `klockwork fork`. */
export interface ForkOptions {
  /** Data folder of the new lab. */
  readonly data: string;
  /** Data folder of the first lab. */
  readonly of?: string;
  /** Tape instead of a first lab. */
  readonly from?: string;
  readonly at?: string;
  readonly port?: number;
  readonly up?: boolean;
}

/** State of a fork whose first lab left none. */
const DEFAULT_STATE = { nodes: 3, profile: 'realistic' } as const;

/** Creates a second lab whose log begins with a copy of the first, or of a tape. Throws UserError; then nothing is left behind. */
export async function fork(options: ForkOptions): Promise<void> {
  if (options.of !== undefined && options.from !== undefined) throw new UserError('say --of or --from, not both');
  const first = labFolder(options.of);
  if (options.from === undefined) first.requireEventLog();
  const port = options.port ?? (await freePort());
  await requireFreePort(port);
  const cut = await createWhole(options.data, (temporary) => {
    const second = new LabFolder(temporary);
    return options.from === undefined
      ? forkLab(first, second, { at: options.at, port })
      : forkTape(options.from, second, { at: options.at, port });
  });
  const second = new LabFolder(options.data);
  if (options.from === undefined) placeBeside(first, second);
  console.log(forkText(cut, { path: second.path, port, willStart: options.up === true }));
  if (options.up === true) await startDetached(second);
}

/** Lets the consoles of both labs show both. A first lab whose folder is only read keeps its list. */
export function placeBeside(first: LabFolder, second: LabFolder): void {
  second.noteOtherLab(first);
  try {
    first.noteOtherLab(second);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`klockwork: the console of ${first.path} does not list this lab: ${error.message}`);
  }
}

interface Place {
  readonly at: string | undefined;
  readonly port: number;
}

async function forkLab(first: LabFolder, second: LabFolder, { at, port }: Place): Promise<LogCut> {
  second.prepare();
  const { path, now } = await copyLabLog(first, second.path);
  const cut = await cutOrExplain({ path, origin: first.events, moment: momentOf(at, now) });
  copyManifests(first, second);
  const { nodes, agents, autoscale, profile, shape } =
    first.readState() ?? ({ ...DEFAULT_STATE } as Partial<LabState> & typeof DEFAULT_STATE);
  second.writeState({
    ...{ nodes, profile, port, labAt: cut.at, fork: { revision: cut.revision } },
    ...(agents !== undefined && { agents }),
    ...(autoscale !== undefined && { autoscale }),
    ...(shape !== undefined && { shape }),
  });
  return cut;
}

async function forkTape(file: string, second: LabFolder, { at, port }: Place): Promise<LogCut> {
  second.prepare();
  const { cut, lab } = await importTape(file, second.events, at);
  second.writeState({ ...lab, port, labAt: cut.at, fork: { revision: cut.revision } });
  return cut;
}

/** Manifests of static pods are files of the host: the log has no earlier versions. */
function copyManifests(first: LabFolder, second: LabFolder): void {
  if (!existsSync(first.nodes)) return;
  for (const node of readdirSync(first.nodes)) {
    const manifests = join(first.nodes, node, 'manifests');
    if (existsSync(manifests)) cpSync(manifests, join(second.nodes, node, 'manifests'), { recursive: true });
  }
}
