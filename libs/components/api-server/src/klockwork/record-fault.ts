import { formatTime } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { assert } from '@klockwork/kernel';
import { type WriteRequest, writeRequest } from '@klockwork/registry';
import { type KubeObject, kindOf, resources } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiServices } from '../api-services.ts';
import { actorOf, type RequestContext } from '../routing/request-context.ts';
import { type Fault, readFault } from './fault.ts';

/**
 * Records a fault as a Kubernetes Event about each affected node, or about the process. Chains of causes can end there: affected processes
 * had no time to log. Throws BadRequest.
 */
export async function recordFault(context: RequestContext): Promise<ApiAnswer> {
  const { request, services } = context;
  const fault = readFault(request);
  const kind = kindOf(resources.events.group, resources.events.resource);
  assert(kind !== undefined, 'events are served');
  const write = writeOf(fault, context);
  const events = eventsOf(fault, services);
  const writtenResults = await Promise.all(
    events.map((body) => services.registry.create({ kind, namespace: body.metadata?.namespace ?? '', body }, write)),
  );
  return jsonAnswer(201, { revisions: writtenResults.map(({ object }) => Number(object.metadata?.resourceVersion)) });
}

function writeOf({ name, process }: Fault, context: RequestContext): WriteRequest {
  const { correlationId } = context;
  return writeRequest({ actor: actorOf(context), correlationId, cause: { trigger: 'fault', name: `${name} ${process}` } });
}

interface ObjectOfEvent {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
}

function eventsOf({ name, process, nodes }: Fault, services: ApiServices): KubeObject[] {
  const endText = `${process} ended (${name})`;
  if (nodes.length === 0) {
    const about = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Process', namespace: 'kube-system', name: process };
    return [eventAbout(about, 'ProcessEnded', endText, services)];
  }
  // Uid of a node in Events is its name, as in the node's own Events.
  const about = (node: string) => ({ apiVersion: 'v1', kind: 'Node', name: node, uid: node });
  return nodes.map((node) => eventAbout(about(node), 'PowerLost', `${endText}: ${node} lost power`, services));
}

/** Returns a Kubernetes Event by the API server. */
export function eventAbout(
  involvedObject: ObjectOfEvent,
  reason: string,
  message: string,
  { clock, random }: Pick<ApiServices, 'clock' | 'random'>,
): KubeObject {
  const now = clock.now();
  const at = formatTime(now);
  // Event names end with nanoseconds, as from recorders; the lab's clock provides milliseconds.
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
