import type { Files } from '@klockwork/files';
import type { SandboxSpec } from '@klockwork/pod-lifecycle';

/** Containerd's folder of a sandbox. */
export function sandboxFolder(id: string): string {
  return `/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${id}`;
}

/** Writes files mounted into all containers of a pod: hostname and resolv.conf. Models `setupSandboxFiles` of containerd's CRI plugin. */
export function writeSandboxFiles(files: Files, id: string, { hostname, dns }: SandboxSpec): void {
  const folder = sandboxFolder(id);
  files.makeFolders(folder, 0o755);
  files.write(`${folder}/hostname`, `${hostname}\n`);
  files.write(`${folder}/resolv.conf`, resolvConf(dns));
}

/** Models `parseDNSOptions` of containerd's CRI plugin. */
function resolvConf({ searches = [], servers = [], options = [] }: NonNullable<SandboxSpec['dns']> = {}): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
