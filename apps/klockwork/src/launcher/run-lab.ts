import { ControlClient } from '../client/control-client.ts';
import { UserError } from '../user-error.ts';
import { ControlServer } from './control-server.ts';
import { Lab } from './lab.ts';
import type { LabFolder, LauncherAddress } from './lab-folder.ts';
import type { LabListener } from './lab-listener.ts';
import type { LabOptions } from './lab-options.ts';
import { requireFreePort } from './ports.ts';

/** Time limit for services of a dead launcher to end, in ms of host time. */
const FORMER_SERVICES_MS_MAX = 10_000;

/** Starting or started lab. */
export interface RunningLab {
  /** Resolves when all nodes are Ready. Rejects when the lab cannot start or is stopped before; then all its processes are gone. */
  readonly up: Promise<void>;
  /** Resolves after a stop request, once all processes ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts a lab on `folder`, and serves other commands until its stop. Throws UserError for mistakes of the user, before any change. */
export async function runLab(folder: LabFolder, options: LabOptions, fresh: boolean, listener: LabListener): Promise<RunningLab> {
  folder.prepare();
  const former = await formerLauncher(folder);
  await requireFreePort(options.port, former === undefined ? 0 : FORMER_SERVICES_MS_MAX);
  if (former !== undefined) folder.forgetLauncher(former);
  const running = new Launcher(folder);
  await running.claim();
  if (fresh) folder.wipe();
  folder.forgetConsoleSessions();
  running.start(new Lab(folder, options, listener));
  return running;
}

/** Returns a dead launcher's note; undefined without one. */
async function formerLauncher(folder: LabFolder): Promise<LauncherAddress | undefined> {
  const former = folder.readLauncher();
  if (former !== undefined && (await ControlClient.find(folder)) !== undefined) throw runsAlready(folder, former);
  return former;
}

function runsAlready(folder: LabFolder, { pid }: LauncherAddress): UserError {
  return new UserError(
    `a lab already runs on ${folder.path} (process ${pid}): see "npx klockwork status", stop it with "npx klockwork down"`,
  );
}

/** Single launcher of a data folder, after its claim. */
class Launcher implements RunningLab {
  readonly #folder: LabFolder;
  readonly #control: ControlServer;
  readonly #ended = Promise.withResolvers<void>();
  #address: LauncherAddress | undefined;
  #lab: Lab | undefined;
  #stopping = false;
  up: Promise<void> = Promise.resolve();

  constructor(folder: LabFolder) {
    this.#folder = folder;
    this.#control = new ControlServer({
      status: () => this.#started.status(),
      down: () => void this.stop(),
      startNode: (name) => this.#started.startNode(name),
      killNode: (name) => this.#started.killNode(name),
      killNodeAt: (name, when) => this.#started.killNodeAt(name, when),
    });
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Claims the folder: one of two simultaneous launchers is rejected. */
  async claim(): Promise<void> {
    const address = { pid: process.pid, port: await this.#control.listen(), token: this.#control.token };
    if (!this.#folder.claimLauncher(address)) {
      this.#control.close();
      throw runsAlready(this.#folder, this.#folder.readLauncher() ?? address);
    }
    this.#address = address;
  }

  start(lab: Lab): void {
    this.#lab = lab;
    this.up = lab.start().catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
    // Other callers learn of the failure through `ended`.
    this.up.catch(() => {});
  }

  stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      this.#endInOrder().then(this.#ended.resolve, this.#ended.reject);
    }
    return this.ended;
  }

  async #endInOrder(): Promise<void> {
    await this.#lab?.stop();
    this.#control.close();
    if (this.#address !== undefined) this.#folder.forgetLauncher(this.#address);
  }

  get #started(): Lab {
    if (this.#lab === undefined) throw new UserError('the lab is only just starting: ask again in a moment');
    return this.#lab;
  }
}
