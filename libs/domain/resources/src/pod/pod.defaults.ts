import { podSpecDefaults } from '../pod-template/pod-spec.defaults.ts';
import type { Container } from '../pod-template/pod-spec.ts';
import type { Pod } from './pod.ts';
import { writeTimes } from './pod-conditions.ts';
import { completePodResources } from './pod-level-defaults.ts';

/**
 * Sets a pod's defaults: those of templates, requests from limits, service links and host ports. Models `SetDefaults_Pod`. Upstream's spec
 * always exists.
 */
export function podDefaults(pod: Pod): void {
  pod.spec ??= { containers: [] };
  const { spec } = pod;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  for (const container of containers) requestWhatIsLimited(container);
  completePodResources(spec);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork) for (const container of containers) publishPortsOnHost(container);
  podSpecDefaults(spec);
  for (const condition of pod.status?.conditions ?? []) writeTimes(condition);
}

function requestWhatIsLimited({ resources }: Container): void {
  if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
}

function publishPortsOnHost(container: Container): void {
  for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
}
