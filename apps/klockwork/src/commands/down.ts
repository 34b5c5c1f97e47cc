import { composeError, runsUnderCompose } from '../client/compose.ts';
import { ControlClient } from '../client/control-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';

/** Stops a lab; resolves after the end of all processes. The log remains. */
export async function down(options: { readonly data?: string }): Promise<void> {
  if (runsUnderCompose()) throw composeError('docker compose down');
  const folder = labFolder(options.data);
  const control = await ControlClient.require(folder);
  await control.call('POST', '/down');
  await processGone(control.pid);
  console.log(`klockwork: stopped; the log is kept in ${folder.path}`);
}

const POLL_MS = 20;

/** Polls the pid: foreign processes emit no exit event. */
async function processGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: no such process.
    return false;
  }
}
