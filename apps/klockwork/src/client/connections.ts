import type { Connection, ConnectionSpec, Service } from '@klockwork/resources';
import { UserError } from '../user-error.ts';
import { type LabClient, Refusal } from './lab-client.ts';

const API = '/apis/klockwork.dev/v1alpha1';
const NOT_FOUND = 404;
const CONFLICT = 409;
/** Port of a Service that is created for a connection. */
const PORT = 443;

export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** Outcome of a connection. */
export interface ConnectionOutcome {
  readonly service: Service;
  /** True for a Service that was created for the connection, and ends with it. */
  readonly isNew: boolean;
}

/** Lists the connections of all namespaces. */
export async function listConnections(client: LabClient): Promise<readonly Connection[]> {
  return (await client.getJson<{ items: Connection[] }>(`${API}/connections`)).items;
}

/** Connects a Service, and creates a missing one. Throws UserError for a port that the Service does not have. */
export async function connectService(
  client: LabClient,
  target: ServiceName,
  spec: Required<Pick<ConnectionSpec, 'to'>> & ConnectionSpec,
): Promise<ConnectionOutcome> {
  const service = await find<Service>(client, `/api/v1/namespaces/${target.namespace}/services/${target.name}`);
  checkPort(target, service, spec.port);
  const connection = await write(client, target, spec);
  return service === undefined
    ? { service: await createService(client, target, { connection, port: spec.port }), isNew: true }
    : { service, isNew: false };
}

/** Ends the connection of a Service. Throws UserError without one. */
export async function disconnectService(client: LabClient, target: ServiceName): Promise<void> {
  try {
    await client.delete(pathOf(target));
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== NOT_FOUND) throw error;
    throw new UserError(`services/${target.name} of ${target.namespace} is not connected: see "npx klockwork status"`);
  }
}

function checkPort({ name, namespace }: ServiceName, service: Service | undefined, port: ConnectionSpec['port']): void {
  if (port === undefined) return;
  if (service === undefined) {
    if (typeof port === 'number') return;
    throw new UserError(`there is no services/${name} in ${namespace} with a port ${port}: create it, or give the port as a number`);
  }
  const ports = service.spec?.ports ?? [];
  if (ports.some((one) => one.port === port || one.name === port)) return;
  const names = ports.map((one) => one.name ?? one.port).join(', ');
  throw new UserError(`services/${name} of ${namespace} has no port ${port}, but ${names || 'none'}`);
}

async function write(client: LabClient, target: ServiceName, { to, port }: ConnectionSpec): Promise<Connection> {
  const spec = { to, ...(port !== undefined && { port }) };
  const object = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Connection', metadata: { name: target.name }, spec };
  try {
    return await client.postJson(`${API}/namespaces/${target.namespace}/connections`, object);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== CONFLICT) throw error;
    return client.mergeJson(pathOf(target), { spec: { to, port: port ?? null } });
  }
}

/** The garbage collector deletes the Service after its connection. */
function createService(
  client: LabClient,
  { namespace, name }: ServiceName,
  { connection, port = PORT }: { readonly connection: Connection; readonly port: ConnectionSpec['port'] },
): Promise<Service> {
  const { uid = '' } = connection.metadata ?? {};
  const ownerReferences = [{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Connection', name, uid }];
  const spec = { ports: [{ port: Number(port), protocol: 'TCP' }] };
  return client.postJson(`/api/v1/namespaces/${namespace}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ownerReferences },
    spec,
  });
}

async function find<T>(client: LabClient, path: string): Promise<T | undefined> {
  try {
    return await client.getJson<T>(path);
  } catch (error) {
    if (error instanceof Refusal && error.status === NOT_FOUND) return undefined;
    throw error;
  }
}

function pathOf({ namespace, name }: ServiceName): string {
  return `${API}/namespaces/${namespace}/connections/${name}`;
}
