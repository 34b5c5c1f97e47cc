import { FAULT_MEMBERS, type Fault, type FaultNodes, type FaultType, faultMember, matchesAny } from './fault.ts';

/** Processes of the control plane, as faults name them. */
export const CONTROL_PLANE: readonly string[] = ['api-server', 'controller-manager', 'scheduler'];

/** Types whose target is nodes. */
const NODE_TYPES: readonly FaultType[] = ['AgentFrozen', 'ClockSkew', 'CpuBrownout', 'ImagePullFailure', 'NodePowerLoss'];

/** Returns the selection of nodes of the fault's type; undefined for types without nodes. */
export function faultNodes(fault: Fault): FaultNodes | undefined {
  const { type } = fault.spec ?? {};
  if (type === undefined) return undefined;
  if (NODE_TYPES.includes(type)) return fault.spec?.[FAULT_MEMBERS[type]] as FaultNodes | undefined;
  if (type === 'SlowDisk' && faultMember(fault, 'SlowDisk').processes === undefined) return faultMember(fault, 'SlowDisk');
  const sides = faultSides(fault);
  return sides && { nodes: sides.flat() };
}

/** Returns the sides of a fault of messages, as patterns of process names; undefined for other types. */
function faultSides(fault: Fault): readonly (readonly string[])[] | undefined {
  switch (fault.spec?.type) {
    case 'Partition': {
      const { from = [], to = [] } = faultMember(fault, 'Partition');
      return [from, to];
    }
    case 'BusDelay':
    case 'BusDuplication':
    case 'BusLoss':
    case 'BusReordering':
      return [faultMember(fault, fault.spec.type).components ?? []];
    default:
      return undefined;
  }
}

/** Returns why the target of an active fault does not exist; undefined if it does. */
export function missingTarget(fault: Fault): string | undefined {
  const nodes = fault.status?.nodes ?? [];
  const sides = faultSides(fault);
  if (sides === undefined) return faultNodes(fault) !== undefined && nodes.length === 0 ? 'no node matches the target' : undefined;
  const empty = sides.find((side) => ![...CONTROL_PLANE, ...nodes].some((name) => matchesAny(side, name)));
  return empty && `no process matches ${empty.join(', ')}`;
}
