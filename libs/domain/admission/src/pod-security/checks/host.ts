import {
  type Check,
  type CheckedPod,
  containersOf,
  containersText,
  namesOf,
  plural,
  quoted,
  settersText,
  sortedSet,
  type Violation,
} from '../check.ts';

type Container = ReturnType<typeof containersOf>[number];

/** Forbids host network, processes and shared memory. Models `check_hostNamespaces.go`. */
export const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [{ since: 0, check: findNamespaces }],
};

/** Forbids hostPath volumes. Models `check_hostPathVolumes.go`. */
export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [{ since: 0, check: findHostPaths }],
};

/** Forbids host ports. Models `check_hostPorts.go`. */
export const hostPorts: Check = { id: 'hostPorts', level: 'baseline', versions: [{ since: 0, check: findPorts }] };

/** Forbids other hosts in probes and hooks. Models `check_hostProbesAndhostLifecycle.go`. */
export const hostProbes: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [{ since: 34, check: findHosts }],
};

/** Forbids Windows host processes. Models `check_windowsHostProcess.go`. */
export const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [{ since: 0, check: findHostProcesses }],
};

function findNamespaces({ spec }: CheckedPod): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
  return shared.length === 0 ? undefined : { reason: 'host namespaces', detail: shared.map((name) => `${name}=true`).join(', ') };
}

function findHostPaths({ spec }: CheckedPod): Violation | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: `${plural(names.length, 'volume')} ${quoted(names)}` };
}

function findPorts(pod: CheckedPod): Violation | undefined {
  const portsOf = ({ ports }: Container) => (ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const names = namesOf(pod, (container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = sortedSet(containersOf(pod).flatMap(portsOf));
  const uses = `${containersText(names)} ${plural(names.length, 'uses', 'use')} ${plural(ports.length, 'hostPort')}`;
  return { reason: 'hostPort', detail: `${uses} ${ports.join(', ')}` };
}

function findHosts(pod: CheckedPod): Violation | undefined {
  const names = sortedSet(namesOf(pod, (container) => hostsOf(container).length > 0));
  if (names.length === 0) return undefined;
  const hosts = sortedSet(containersOf(pod).flatMap(hostsOf));
  const uses = `${containersText(names)} ${plural(names.length, 'uses', 'use')} ${plural(hosts.length, 'probe or lifecycle host')}`;
  return { reason: 'probe or lifecycle host', detail: `${uses} ${quoted(hosts)}` };
}

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] {
  const called = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  return called
    .flatMap((action) => [action?.httpGet?.host, action?.tcpSocket?.host])
    .filter((host) => host !== undefined && host !== '') as string[];
}

function findHostProcesses(pod: CheckedPod): Violation | undefined {
  const byPod = pod.spec.securityContext?.windowsOptions?.hostProcess === true;
  const names = namesOf(pod, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
  const setters = settersText(byPod, names);
  if (setters === '') return undefined;
  return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` };
}
