import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedLogError } from '@klockwork/event-store';
import { cutLog, EventStoreOpenError, type LogCut, NoSuchMomentError } from '@klockwork/sqlite-event-store';
import { copyLabLog } from '../fork/copied-log.ts';
import { momentOf } from '../fork/moment.ts';
import { createWhole } from '../fork/new-folder.ts';
import { LabFolder, type LabState, labFolder } from '../launcher/lab-folder.ts';
import { freePort, requireFreePort } from '../launcher/ports.ts';
import { forkText } from '../output/fork-text.ts';
import { UserError } from '../user-error.ts';

/** Options of `klockwork fork`. */
export interface ForkOptions {
  /** Data folder of the new lab. */
  readonly data: string;
  /** Data folder of the first lab. */
  readonly of?: string;
  readonly at?: string;
  readonly port?: number;
  readonly up?: boolean;
}

/** State of a fork whose first lab left none. */
const DEFAULT_STATE = { nodes: 3, profile: 'realistic' } as const;

/** Creates a second lab whose log begins with a copy of the first. Throws UserError; then nothing is left behind. */
export async function fork(options: ForkOptions): Promise<void> {
  const first = labFolder(options.of);
  first.requireEventLog();
  const port = options.port ?? (await freePort());
  await requireFreePort(port);
  const cut = await createWhole(options.data, (temporary) => buildFork(first, new LabFolder(temporary), options.at, port));
  const second = new LabFolder(options.data);
  console.log(forkText(cut, { path: second.path, port, willStart: options.up === true }));
  if (options.up === true) await startFork(second);
}

async function buildFork(first: LabFolder, second: LabFolder, at: string | undefined, port: number): Promise<LogCut> {
  second.prepare();
  const { path, now } = await copyLabLog(first, second.path);
  const cut = await cutOrExplain({ path, origin: first.events, moment: momentOf(at, now) });
  copyManifests(first, second);
  const { nodes, agents, profile, shape } = first.readState() ?? ({ ...DEFAULT_STATE } as Partial<LabState> & typeof DEFAULT_STATE);
  second.writeState({
    ...{ nodes, profile, port, labAt: cut.at, fork: {} },
    ...(agents !== undefined && { agents }),
    ...(shape !== undefined && { shape }),
  });
  return cut;
}

async function cutOrExplain(options: Parameters<typeof cutLog>[0]): Promise<LogCut> {
  try {
    return await cutLog(options);
  } catch (error) {
    const isExpected = [NoSuchMomentError, DamagedLogError, EventStoreOpenError].some((type) => error instanceof type);
    throw isExpected ? new UserError((error as Error).message.replaceAll(options.path, options.origin)) : error;
  }
}

/** Manifests of static pods are files of the host: the log has no earlier versions. */
function copyManifests(first: LabFolder, second: LabFolder): void {
  if (!existsSync(first.nodes)) return;
  for (const node of readdirSync(first.nodes)) {
    const manifests = join(first.nodes, node, 'manifests');
    if (existsSync(manifests)) cpSync(manifests, join(second.nodes, node, 'manifests'), { recursive: true });
  }
}

/** Runs `up --detach` on the new folder. */
async function startFork({ path }: LabFolder): Promise<void> {
  const command = [...process.execArgv, process.argv[1] as string, 'up', '--detach', '--data', path];
  const [code] = (await once(spawn(process.execPath, command, { stdio: 'inherit' }), 'exit')) as [number | null];
  if (code !== 0) throw new UserError(`the fork in ${path} is complete, but could not start: see ${join(path, 'logs')}`);
}
