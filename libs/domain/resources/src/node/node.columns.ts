import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import { type Node, nodeCondition } from './node.ts';

const ROLE_LABEL_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** The columns of `kubectl get nodes`. Models `printNode` of `pkg/printers/internalversion/printers.go`. */
export const nodeColumns: readonly PrinterColumn<Node>[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'Ready or not, and whether pods may be scheduled', cell: statusCell },
  { name: 'Roles', type: 'string', description: 'Roles, from the labels', cell: (node) => nodeRoles(node).join(',') || '<none>' },
  ageColumn,
  { name: 'Version', type: 'string', description: 'Version of the kubelet', cell: (node) => node.status?.nodeInfo?.kubeletVersion ?? '' },
  wide('Internal-IP', 'Address inside the cluster', (node) => addressOf(node, 'InternalIP')),
  wide('External-IP', 'Address outside the cluster', (node) => addressOf(node, 'ExternalIP')),
  wide('OS-Image', 'Operating system', (node) => node.status?.nodeInfo?.osImage || '<unknown>'),
  wide('Kernel-Version', 'Version of the kernel', (node) => node.status?.nodeInfo?.kernelVersion || '<unknown>'),
  wide('Container-Runtime', 'Container runtime and its version', (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
];

/** The roles of a node, sorted. Models `findNodeRoles`. */
function nodeRoles(node: Node): string[] {
  const roles = Object.entries(node.metadata?.labels ?? {}).map(([key, value]) => {
    if (key.startsWith(ROLE_LABEL_PREFIX)) return key.slice(ROLE_LABEL_PREFIX.length);
    return key === ROLE_LABEL ? value : '';
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

function statusCell(node: Node): string {
  const ready = nodeCondition(node, 'Ready');
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${status},SchedulingDisabled` : status;
}

function addressOf(node: Node, type: string): string {
  return node.status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function wide(name: string, description: string, cell: (node: Node) => string): PrinterColumn<Node> {
  return { name, type: 'string', priority: 1, description, cell };
}
