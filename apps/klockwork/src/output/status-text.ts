import type { LabStatus } from '../launcher/lab.ts';
import { tableText } from './table.ts';

const MIB = 1_048_576;

/** `klockwork status` for people. */
export function statusText(status: LabStatus): string {
  const rows = status.services.map((service) => [
    service.name,
    service.state,
    service.pid === null ? '-' : String(service.pid),
    uptime(service.uptimeSeconds),
    `${Math.round(service.memoryBytes / MIB)} MiB`,
    nodesText(service.nodes),
  ]);
  return [
    `API         ${status.server}`,
    `kubeconfig  ${status.kubeconfig}`,
    `revision    ${status.revision ?? 'unknown: the api-server does not answer'}`,
    `lab time    ${status.clock.now} (${status.clock.mode}, rate ${status.clock.rate})`,
    '',
    tableText([['SERVICE', 'STATE', 'PID', 'UPTIME', 'MEMORY', 'NODES'], ...rows]),
  ].join('\n');
}

function uptime(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)}m`;
  return `${Math.floor(seconds / 3_600)}h`;
}

function nodesText(nodes: readonly string[]): string {
  if (nodes.length <= 3) return nodes.join(', ');
  return `${nodes[0]} … ${nodes.at(-1)} (${nodes.length})`;
}
