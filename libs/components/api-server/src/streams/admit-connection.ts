import type { KubeObject } from '@klockwork/resources';
import type { ObjectCall } from '../objects/object-call.ts';
import { storedKind } from '../objects/served-kind.ts';
import type { Query } from '../routing/query.ts';

/** Fields of options, from the query. */
const FIELDS: Readonly<Record<string, (query: Query) => object>> = {
  exec: (query) => ({ ...streamsOf(query), command: query.all('command') }),
  attach: streamsOf,
  portforward: (query) => (query.has('ports') ? { ports: query.all('ports').map(Number) } : {}),
  proxy: (query) => (query.text('path') === '' ? {} : { path: query.text('path') }),
};

/** Names of kinds: `PodAttachOptions`, `ServiceProxyOptions`. */
const NAMES: Readonly<Record<string, string>> = { exec: 'Exec', attach: 'Attach', portforward: 'PortForward', proxy: 'Proxy' };

/**
 * Asks webhooks before a connection to a pod, Service or node. Changes of its options have no effect. Rejects with ApiError. Models
 * `ConnectResource` of `endpoints/handlers/rest.go`.
 */
export async function admitConnection(call: ObjectCall): Promise<void> {
  const { kind, path, query, services, request, warnings } = call;
  const { called } = services.registry.context;
  const { subresource } = path;
  const bodyKind = { group: '', version: 'v1', kind: `${kind.kind}${NAMES[subresource]}Options` };
  const object = { kind: bodyKind.kind, apiVersion: 'v1', ...FIELDS[subresource]?.(query) } as KubeObject;
  const write = {
    ...{ kind: storedKind(kind), operation: 'CONNECT' as const, subresource, bodyKind, namespace: path.namespace, name: path.name },
    ...{ object, options: {}, user: request.user ?? '', dryRun: false, warn: (text: string) => void warnings.push(text) },
    // A connection is no event of the log.
    annotate: () => undefined,
  };
  await called.mutation(write)?.run(object);
  await called.validation(write);
}

function streamsOf(query: Query): object {
  const container = query.text('container');
  const flags = ['stdin', 'stdout', 'stderr', 'tty'].flatMap((name) => (query.flag(name) ? [[name, true] as const] : []));
  return { ...Object.fromEntries(flags), ...(container !== '' && { container }) };
}
