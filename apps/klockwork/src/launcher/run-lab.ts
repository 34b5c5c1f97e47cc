import { ControlClient } from '../client/control-client.ts';
import { UserError } from '../user-error.ts';
import { ControlServer } from './control-server.ts';
import { Lab, type LabOptions, type LabStatus } from './lab.ts';
import type { LabFolder } from './lab-folder.ts';
import { requireFreePort } from './ports.ts';

/** A lab that is up. `ended` resolves when someone asked it to stop and all its processes are gone. */
export interface RunningLab {
  status(): Promise<LabStatus>;
  stop(): Promise<void>;
  readonly ended: Promise<void>;
}

/**
 * Starts a lab on `folder` and answers the other commands until it is stopped. Resolves when all nodes are Ready.
 * Throws UserError for what a person can mend, before anything was changed.
 */
export async function runLab(
  folder: LabFolder,
  options: LabOptions,
  fresh: boolean,
  onNotice: (text: string) => void,
): Promise<RunningLab> {
  folder.prepare();
  const other = await ControlClient.find(folder);
  if (other !== undefined) {
    throw new UserError(
      `a lab already runs on ${folder.path} (process ${other.pid}): see "npx klockwork status", stop it with "npx klockwork down"`,
    );
  }
  await requireFreePort(options.port);
  if (fresh) {
    folder.wipe();
    folder.prepare();
  }
  return start(folder, new Lab(folder, options, onNotice));
}

async function start(folder: LabFolder, lab: Lab): Promise<RunningLab> {
  const ended = Promise.withResolvers<void>();
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      endInOrder().then(ended.resolve, ended.reject);
    }
    return ended.promise;
  };
  const endInOrder = async () => {
    await lab.stop();
    control.close();
    folder.forgetLauncher();
  };
  const control = new ControlServer({
    status: () => lab.status(),
    down: () => void stop(),
    startNode: (name) => lab.startNode(name),
    killNode: (name) => lab.killNode(name),
  });
  folder.writeLauncher({ pid: process.pid, port: await control.listen(), token: control.token });
  try {
    await lab.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { status: () => lab.status(), stop, ended: ended.promise };
}
