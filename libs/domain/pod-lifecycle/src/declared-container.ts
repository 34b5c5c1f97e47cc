import type { Container, Pod, Probe } from '@klockwork/kubernetes-types';
import { probeTarget } from './probes/probe-target.ts';
import { isSidecar } from './sidecar.ts';

/** Ports and expected exit of a container, from its pod's spec. Runtimes use these for unknown images only. */
export interface DeclaredContainer {
  /** TCP ports of `ports` and of probes, in order. */
  readonly ports: readonly number[];
  /** True for init containers, and for containers of pods without restartPolicy Always: they complete their work and exit. */
  readonly ends: boolean;
}

/** Returns the declarations of `pod` for one of its containers. */
export function declaredContainer(pod: Pod, container: Container): DeclaredContainer {
  const { ports = [], livenessProbe, readinessProbe, startupProbe } = container;
  const declaredPorts = ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
  const probedPorts = [livenessProbe, readinessProbe, startupProbe].flatMap((probe) => portOf(probe, container));
  const isInit = (pod.spec?.initContainers ?? []).some(({ name }) => name === container.name);
  const restarts = isInit ? isSidecar(container) : (pod.spec?.restartPolicy ?? 'Always') === 'Always';
  return { ports: [...new Set([...declaredPorts, ...probedPorts])].sort((a, b) => a - b), ends: !restarts };
}

function portOf(probe: Probe | undefined, container: Container): number[] {
  if (probe === undefined) return [];
  const target = probeTarget(probe, container, '');
  return 'port' in target ? [target.port] : [];
}
