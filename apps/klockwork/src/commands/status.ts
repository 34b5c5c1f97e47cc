import type { ClockReport } from '@klockwork/lockstep';
import { runsUnderCompose } from '../client/compose.ts';
import { ControlClient } from '../client/control-client.ts';
import { LabClient } from '../client/lab-client.ts';
import type { LabStatus } from '../launcher/lab.ts';
import { type LabFolder, labFolder } from '../launcher/lab-folder.ts';
import { printable, printableJson } from '../output/printable.ts';
import { statusText } from '../output/status-text.ts';

/** Prints what runs: a table for people, JSON for programs. */
export async function status(options: { readonly data?: string; readonly output?: 'json' }): Promise<void> {
  const folder = labFolder(options.data);
  const report = runsUnderCompose() ? await composeStatus(folder) : await launcherStatus(folder);
  console.log(options.output === 'json' ? printableJson(JSON.stringify(report, null, 2)) : statusText(printable(report)));
}

async function launcherStatus(folder: LabFolder): Promise<LabStatus> {
  const control = await ControlClient.require(folder);
  return control.call<LabStatus>('GET', '/status');
}

/** Returns the status of the api-server and the clock. `services` is empty, since only Docker knows the processes. */
async function composeStatus(folder: LabFolder): Promise<LabStatus> {
  const client = await LabClient.connect(folder);
  const [{ revision }, { now, rate, mode, members }] = await Promise.all([
    client.getJson<{ revision: number }>('/klockwork/v1/status'),
    client.getJson<ClockReport>('/klockwork/v1/clock'),
  ]);
  const leftBehind = members.filter(({ state }) => state === 'fenced').map(({ name }) => name);
  const clock = { now: new Date(now).toISOString(), rate, mode, leftBehind };
  return { server: client.server, kubeconfig: folder.kubeconfig, revision, clock, services: [] };
}
