import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';

/** Parameters of a Debian node with kubelet, by path below `/proc/sys`. */
const PARAMETERS: Readonly<Record<string, string>> = {
  'fs/aio-max-nr': '65536',
  'fs/file-max': '9223372036854775807',
  'fs/inotify/max_queued_events': '16384',
  'fs/inotify/max_user_instances': '128',
  'fs/inotify/max_user_watches': '65536',
  'fs/nr_open': '1048576',
  'kernel/msgmax': '8192',
  'kernel/msgmnb': '16384',
  'kernel/osrelease': '6.12.0-klockwork',
  'kernel/ostype': 'Linux',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/pid_max': '4194304',
  'kernel/sem': '32000\t1024000000\t500\t32000',
  'kernel/shmall': '18446744073692774399',
  'kernel/shmmax': '18446744073692774399',
  'kernel/shm_rmid_forced': '0',
  'kernel/shmmni': '4096',
  'net/core/netdev_max_backlog': '1000',
  'net/core/rmem_default': '212992',
  'net/core/rmem_max': '212992',
  'net/core/somaxconn': '4096',
  'net/core/wmem_default': '212992',
  'net/core/wmem_max': '212992',
  'net/ipv4/ip_forward': '1',
  'net/ipv4/ip_local_port_range': '32768\t60999',
  'net/ipv4/ip_local_reserved_ports': '',
  'net/ipv4/ip_unprivileged_port_start': '0',
  'net/ipv4/ping_group_range': '0\t2147483647',
  'net/ipv4/tcp_fin_timeout': '60',
  'net/ipv4/tcp_keepalive_intvl': '75',
  'net/ipv4/tcp_keepalive_probes': '9',
  'net/ipv4/tcp_keepalive_time': '7200',
  'net/ipv4/tcp_max_syn_backlog': '512',
  'net/ipv4/tcp_rmem': '4096\t131072\t6291456',
  'net/ipv4/tcp_syncookies': '1',
  'net/ipv4/tcp_tw_reuse': '2',
  'net/ipv4/tcp_wmem': '4096\t16384\t4194304',
  'vm/max_map_count': '65530',
  'vm/overcommit_memory': '1',
  'vm/overcommit_ratio': '50',
  'vm/panic_on_oom': '0',
  'vm/swappiness': '60',
};

const DEFAULTS = defaults();

function defaults(): FileTree {
  const tree = new FileTree({ now: () => 0 });
  for (const [path, value] of Object.entries(PARAMETERS)) {
    tree.root.makeFolders(`/${path.slice(0, path.lastIndexOf('/'))}`, 0o555);
    tree.root.write(`/${path}`, `${value}\n`, { mode: 0o644 });
  }
  return tree.seal();
}

/** `/proc/sys` of a node, or of a pod that sets parameters by name; values have no effect. */
export function sysctlFiles(clock: Pick<Clock, 'now'>, own: Readonly<Record<string, string>> = {}): FileTree {
  const tree = new FileTree({ now: () => clock.now(), base: DEFAULTS, type: 'proc' });
  for (const [name, value] of Object.entries(own)) tree.root.write(`/${name.replaceAll('.', '/')}`, `${value}\n`, { mode: 0o644 });
  return tree;
}
