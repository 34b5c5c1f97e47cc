import { connectService, disconnectService } from '../client/connections.ts';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';

interface ServiceOptions {
  readonly data?: string;
  readonly namespace: string;
}

/** The options of `klockwork connect`. */
export interface ConnectOptions extends ServiceOptions {
  readonly to: string;
  readonly port?: number | string;
}

/** Leads a Service to a program on this machine. */
export async function connect(name: string, { data, namespace, to, port }: ConnectOptions): Promise<void> {
  const client = await LabClient.connect(labFolder(data));
  const spec = { to, ...(port !== undefined && { port }) };
  const { service, isNew } = await connectService(client, { namespace, name }, spec);
  const ports = (service.spec?.ports ?? []).filter((one) => port === undefined || one.port === port || one.name === port);
  if (isNew) console.log(printable(`services/${name} of ${namespace} is created: it ends with its connection`));
  for (const one of ports) console.log(printable(`${name}.${namespace}.svc:${one.port} leads to ${to}`));
}

/** Ends the connection of a Service. */
export async function disconnect(name: string, { data, namespace }: ServiceOptions): Promise<void> {
  await disconnectService(await LabClient.connect(labFolder(data)), { namespace, name });
  console.log(printable(`services/${name} of ${namespace} leads to its pods again`));
}
