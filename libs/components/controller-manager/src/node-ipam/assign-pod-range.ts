import { type Action, NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { type Node, podRangesFor, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Source of upstream's Events about ranges. */
const COMPONENT = 'cidrAllocator';

/** Assigns a free pod address range to a Node without one. Models `AllocateOrOccupyCIDR` of pkg/controller/nodeipam/ipam/range_allocator.go. */
export function assignPodRange(node: Node, isTaken: (range: string) => boolean): Plan {
  if (hasPodRange(node) || node.metadata?.deletionTimestamp !== undefined) return NOTHING;
  for (const range of podRangesFor(node.metadata?.name ?? '')) {
    if (!isTaken(range)) return { stages: [[assignment(node, range)]] };
  }
  return { stages: [[statusChange(node, 'CIDRNotAvailable')]] };
}

/** True for a Node with a pod address range. */
export function hasPodRange({ spec }: Node): boolean {
  return (spec?.podCIDRs ?? []).length > 0;
}

function assignment(node: Node, range: string): PlannedAction {
  return {
    type: 'patch',
    resource: resources.nodes,
    name: nameOf(node),
    patch: { type: 'strategic', body: { spec: { podCIDR: range, podCIDRs: [range] } } },
    tolerate: ['NotFound'],
    onRefused: () => [statusChange(node, 'CIDRAssignmentFailed')],
  };
}

/** Event with the message of upstream's RecordNodeStatusChange. */
function statusChange(node: Node, reason: string): Action {
  const message = `Node ${node.metadata?.name} status is now: ${reason}`;
  return { type: 'record', about: { resource: resources.nodes, object: node }, eventType: 'Normal', reason, message, component: COMPONENT };
}
