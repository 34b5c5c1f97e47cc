import type { Pod } from '@klockwork/kubernetes-types';
import type { Rejection } from './rejection.ts';

/** Safe parameters of a kubelet with defaults: those of Linux' namespaces. Models `SafeSysctlAllowlist` of `pkg/kubelet/sysctl`. */
const SAFE: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/** Rejects a pod with an unsafe kernel parameter, or with one of a namespace that it shares with its node. */
export function rejectSysctls({ spec }: Pod): Rejection | undefined {
  const [problem] = (spec?.securityContext?.sysctls ?? []).flatMap(({ name }) => sysctlProblem(name.replaceAll('/', '.'), spec) ?? []);
  return problem === undefined ? undefined : { reason: 'SysctlForbidden', message: `forbidden sysctl: ${problem}` };
}

function sysctlProblem(name: string, spec: Pod['spec']): string | undefined {
  if (!SAFE.has(name)) return `${JSON.stringify(name)} not allowlisted`;
  const [shared, namespace] = name.startsWith('net.') ? [spec?.hostNetwork, 'network'] : [spec?.hostIPC, 'ipc'];
  return shared === true ? `${JSON.stringify(name)} not allowed with host ${namespace} enabled` : undefined;
}
