import type { ContainerPort, Pod } from '@klockwork/kubernetes-types';
import type { Filter } from '../../plugin.ts';

/** Upstream's reason for an occupied host port. */
const NO_FREE_PORTS = "node(s) didn't have free ports for the requested pod ports";

/** Refuses nodes where a requested host port is occupied. Models `plugins/nodeports`. */
export const nodePorts: Filter = {
  name: 'NodePorts',
  refuse: ({ pod }, { pods }) => {
    const wantedPorts = hostPorts(pod);
    if (wantedPorts.length === 0) return undefined;
    for (const pod of pods.values()) {
      const usedPorts = hostPorts(pod.pod);
      if (wantedPorts.some((port) => usedPorts.some((other) => conflict(port, other))))
        return { reasons: [NO_FREE_PORTS], resolvable: true };
    }
    return undefined;
  },
};

/** Host ports of containers and of sidecars, which run as long as the pod. Models `GetHostPorts` of `pkg/scheduler/util`. */
function hostPorts({ spec }: Pod): ContainerPort[] {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...(spec?.containers ?? [])].flatMap((container) =>
    (container.ports ?? []).filter((port) => (port.hostPort ?? 0) > 0),
  );
}

function conflict(a: ContainerPort, b: ContainerPort): boolean {
  const sameAddress = anyAddress(a.hostIP) || anyAddress(b.hostIP) || a.hostIP === b.hostIP;
  return sameAddress && a.hostPort === b.hostPort && (a.protocol ?? 'TCP') === (b.protocol ?? 'TCP');
}

function anyAddress(address: string | undefined): boolean {
  return !address || address === '0.0.0.0';
}
