import { ControlClient } from '../client/control-client.ts';
import type { LabStatus } from '../launcher/lab.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { statusText } from '../output/status-text.ts';

/** Prints what runs: a table for people, JSON for programs. */
export async function status(options: { readonly data?: string; readonly output?: 'json' }): Promise<void> {
  const control = await ControlClient.require(labFolder(options.data));
  const report = await control.call<LabStatus>('GET', '/status');
  console.log(options.output === 'json' ? JSON.stringify(report, null, 2) : statusText(report));
}
