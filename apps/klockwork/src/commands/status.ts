import type { ClockReport } from '@klockwork/lockstep';
import { runsUnderCompose } from '../client/compose.ts';
import { listConnections } from '../client/connections.ts';
import { consoleUrl } from '../client/console-link.ts';
import { ControlClient } from '../client/control-client.ts';
import { LabClient } from '../client/lab-client.ts';
import type { LabStatus } from '../launcher/lab.ts';
import { type LabFolder, labFolder } from '../launcher/lab-folder.ts';
import { printable, printableJson } from '../output/printable.ts';
import { type ConnectionStatus, statusText } from '../output/status-text.ts';

/** Prints what runs: a table for people, JSON for programs. */
export async function status(options: { readonly data?: string; readonly output?: 'json' }): Promise<void> {
  const folder = labFolder(options.data);
  const report = runsUnderCompose() ? await composeStatus(folder) : await launcherStatus(folder);
  const status = { ...report, connections: await connectionsOf(folder, report) };
  console.log(options.output === 'json' ? printableJson(JSON.stringify(status, null, 2)) : statusText(printable(status)));
}

/** Returns the connections of Services to programs of this machine; none while the api-server does not answer. */
async function connectionsOf(folder: LabFolder, { revision }: LabStatus): Promise<readonly ConnectionStatus[]> {
  if (revision === null || revision === undefined) return [];
  const connections = await listConnections(await LabClient.connect(folder));
  return connections.map(({ metadata, spec }) => ({
    service: `${metadata?.name}.${metadata?.namespace}.svc`,
    port: spec?.port ?? null,
    to: spec?.to ?? '',
  }));
}

async function launcherStatus(folder: LabFolder): Promise<LabStatus> {
  const control = await ControlClient.require(folder);
  return control.call<LabStatus>('GET', '/status');
}

/** Returns the status of the api-server and the clock. `services` is empty, since only Docker knows the processes. */
async function composeStatus(folder: LabFolder): Promise<LabStatus> {
  const client = await LabClient.connect(folder);
  const [{ lab, revision }, address, { now, rate, mode, members }] = await Promise.all([
    client.getJson<{ lab: string; revision: number }>('/klockwork/v1/status'),
    consoleUrl(client),
    client.getJson<ClockReport>('/klockwork/v1/clock'),
  ]);
  const leftBehind = members.filter(({ state }) => state === 'fenced').map(({ name }) => name);
  const clock = { now: new Date(now).toISOString(), rate, mode, leftBehind };
  return { server: client.server, console: address, kubeconfig: folder.kubeconfig, lab, revision, clock, services: [] };
}
