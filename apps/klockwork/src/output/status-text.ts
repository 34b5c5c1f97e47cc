import type { LabStatus } from '../launcher/lab.ts';
import type { ServiceReport } from '../launcher/service.ts';
import { tableText } from './table.ts';

const MIB = 1_048_576;

/** Service that leads to a program of this machine. */
export interface ConnectionStatus {
  /** `hooks.default.svc` */
  readonly service: string;
  /** Number or name of its port; null for all ports. */
  readonly port: number | string | null;
  readonly to: string;
}

/** `klockwork status` for people. */
export function statusText(status: LabStatus & { readonly connections: readonly ConnectionStatus[] }): string {
  const rows = status.services.map((service) => [
    service.name,
    service.state,
    service.pid === null ? '-' : String(service.pid),
    uptime(service.uptimeSeconds),
    `${Math.round(service.memoryBytes / MIB)} MiB`,
    String(service.restarts),
    nodesText(service.nodes),
  ]);
  const crashes = status.services.reduce((sum, { simulatedCrashes }) => sum + simulatedCrashes, 0);
  return [
    `API         ${status.server}`,
    ...(status.console === null ? [] : [`console     ${status.console} (npx klockwork console)`]),
    `kubeconfig  ${status.kubeconfig}`,
    ...(status.lab === null ? [] : [`lab id      ${status.lab}`]),
    `revision    ${status.revision ?? 'unknown: the api-server does not answer'}`,
    ...(crashes > 0 ? [`crashes     ${crashes} simulated processes: see the logs of the agents`] : []),
    `lab time    ${status.clock.now} (${status.clock.mode}, rate ${status.clock.rate})`,
    ...status.clock.leftBehind.map((name) => `            ${name} does not answer: time goes on without it`),
    ...status.connections.map(
      ({ service, port, to }, index) =>
        `${index === 0 ? 'connected   ' : '            '}${service}${port === null ? '' : `:${port}`} leads to ${to}`,
    ),
    '',
    rows.length === 0
      ? 'services    docker compose ps (on the host)'
      : tableText([['SERVICE', 'STATE', 'PID', 'UPTIME', 'MEMORY', 'RESTARTS', 'NODES'], ...rows]),
    ...status.services.flatMap(lastEndLines),
  ].join('\n');
}

/** `kubelet-agent-1 ended at 13:57:30Z (exit code 1): RangeError: …`; empty without an end. */
function lastEndLines({ name, lastEnd }: ServiceReport): string[] {
  if (lastEnd === undefined) return [];
  return ['', `${name} ended at ${lastEnd.at.slice(11, 19)}Z (${lastEnd.how})${lastEnd.error === undefined ? '' : `: ${lastEnd.error}`}`];
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
