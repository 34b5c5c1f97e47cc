import { formatTime } from '@klockwork/api-machinery';
import { assert } from '@klockwork/kernel';
import { type WriteRequest, writeRequest } from '@klockwork/registry';
import { type KubeObject, kindOf, resources } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer, ApiRequest } from '../http.ts';
import type { ObjectServices } from '../objects/object-call.ts';
import { type Fault, readFault } from './fault.ts';

/**
 * Writes a fault into the log, as a Kubernetes Event about each node that it befell, or about the process: it is the only trace that
 * chains of causes can lead to, as whoever it befell had no time to say anything. Throws BadRequest.
 */
export async function recordFault(services: ObjectServices, request: ApiRequest, correlationId: string): Promise<ApiAnswer> {
  const fault = readFault(request);
  const kind = kindOf(resources.events.group, resources.events.resource);
  assert(kind !== undefined, 'events are served');
  const write = writeOf(fault, request, correlationId);
  const events = eventsOf(fault, services);
  const written = await Promise.all(
    events.map((body) => services.registry.create({ kind, namespace: body.metadata?.namespace ?? '', body }, write)),
  );
  return jsonAnswer(201, { revisions: written.map(({ object }) => Number(object.metadata?.resourceVersion)) });
}

function writeOf({ name, process }: Fault, { user, headers }: ApiRequest, correlationId: string): WriteRequest {
  const actor = { user: user ?? '', userAgent: headers['user-agent'] ?? '' };
  return writeRequest({ actor, correlationId, cause: { trigger: 'fault', name: `${name} ${process}` } });
}

/** The object that an Event is about. */
interface Involved {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
}

function eventsOf({ name, process, nodes }: Fault, services: ObjectServices): KubeObject[] {
  const ended = `${process} ended (${name})`;
  if (nodes.length === 0) {
    const about = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Process', namespace: 'kube-system', name: process };
    return [eventAbout(about, 'ProcessEnded', ended, services)];
  }
  // As the node's own Events have it, a node is known by its name.
  const about = (node: string) => ({ apiVersion: 'v1', kind: 'Node', name: node, uid: node });
  return nodes.map((node) => eventAbout(about(node), 'PowerLost', `${ended}: ${node} lost power`, services));
}

/** A Kubernetes Event of our own. */
export function eventAbout(
  involvedObject: Involved,
  reason: string,
  message: string,
  { clock, random }: Pick<ObjectServices, 'clock' | 'random'>,
): KubeObject {
  const now = clock.now();
  const at = formatTime(now);
  // As recorders name their Events: by the nanosecond, of which the lab's clock knows the milliseconds.
  const suffix = (BigInt(now) * 1_000_000n + BigInt(random.integer(1_000_000))).toString(16);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${involvedObject.name}.${suffix}`, namespace: involvedObject.namespace ?? 'default' },
    involvedObject,
    reason,
    message,
    type: 'Warning',
    source: { component: 'klockwork' },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    reportingComponent: 'klockwork',
    reportingInstance: '',
  } as KubeObject;
}
