import type { Check, CheckPod } from '../check.ts';

/** Allowed sysctls, with the first minor version that considers them safe. */
const SAFE_SINCE: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

/** Allows only namespaced kernel parameters. Models `check_sysctls.go`. */
export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  versions: [0, 27, 29, 32].map((since) => ({ since, check: safeAt(since) })),
};

function safeAt(minor: number): CheckPod {
  return ({ spec }) => {
    const names = (spec.securityContext?.sysctls ?? []).map(({ name }) => name);
    const forbidden = names.filter((name) => !Object.hasOwn(SAFE_SINCE, name) || (SAFE_SINCE[name] as number) > minor);
    return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
  };
}
