import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable, printableJson } from '../output/printable.ts';
import { type HostServices, servicesText } from '../output/services-text.ts';

/** Prints the addresses of Services on this machine: a table for people, JSON for programs. */
export async function services({ data, output }: { readonly data?: string; readonly output?: 'json' }): Promise<void> {
  const client = await LabClient.connect(labFolder(data));
  const report = await client.getJson<HostServices>('/klockwork/v1/services');
  console.log(output === 'json' ? printableJson(JSON.stringify(report, null, 2)) : servicesText(printable(report)));
}
