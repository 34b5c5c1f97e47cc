import type { PlannedAction } from '@klockwork/controller-runtime';
import { type ConfigMap, type KubeObject, type Node, type Pod, type ResourceRef, resources } from '@klockwork/resources';

type EventType = 'Normal' | 'Warning';

/** Returns an Event about a pod. */
export function podEvent(pod: Pod, reason: string, message: string, eventType: EventType = 'Normal'): PlannedAction {
  return event(resources.pods, pod, { reason, message, eventType });
}

/** Returns an Event about a node. */
export function nodeEvent(node: Node, reason: string, message: string, eventType: EventType = 'Normal'): PlannedAction {
  return event(resources.nodes, node, { reason, message, eventType });
}

/** Returns an Event about the status ConfigMap; none before its creation. Models `LogEventRecorder`. */
export function statusEvent(
  status: ConfigMap | undefined,
  reason: string,
  message: string,
  eventType: EventType = 'Normal',
): PlannedAction[] {
  return status === undefined ? [] : [event(resources.configMaps, status, { reason, message, eventType })];
}

function event(
  resource: ResourceRef,
  object: KubeObject,
  content: { readonly reason: string; readonly message: string; readonly eventType: EventType },
): PlannedAction {
  return { type: 'record', about: { resource, object }, ...content };
}
