import { semanticEqual } from '@klockwork/api-machinery';
import type { Lister, Notice } from '@klockwork/informers';
import { type Pod, podPhaseTerminal, podReady, type Service } from '@klockwork/resources';
import { keyOf } from '../ownership/name-of.ts';

/** True for a pod that can answer for a Service: it has an address and has not ended. Models `ShouldPodBeInEndpoints`. */
export function canAnswer(pod: Pod, options: { readonly whileTerminating: boolean }): boolean {
  if (podPhaseTerminal(pod) || podAddresses(pod).length === 0) return false;
  return options.whileTerminating || pod.metadata?.deletionTimestamp === undefined;
}

/** A pod's addresses. */
export function podAddresses({ status }: Pod): readonly string[] {
  const { podIP = '', podIPs = [] } = status ?? {};
  return podIPs.length > 0 ? podIPs.flatMap(({ ip }) => (ip ? [ip] : [])) : podIP === '' ? [] : [podIP];
}

/** The host name that DNS gives the pod below the Service: it names the Service as its subdomain. Models `ShouldSetHostname`. */
export function hostnameBelow({ spec }: Pod, service: Service): string | undefined {
  return spec?.hostname && spec.subdomain === service.metadata?.name ? spec.hostname : undefined;
}

/** True for a Service whose endpoints are made from pods. */
export function selectsPods({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && spec?.selector !== undefined;
}

/** The pods that a Service selects; an empty selector selects all of the namespace. */
export function selectedPods({ metadata, spec }: Service, pods: Lister<Pod>): readonly Pod[] {
  return pods.list(metadata?.namespace ?? '').filter((pod) => isSelected(pod, spec?.selector ?? {}));
}

function isSelected({ metadata }: Pod, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value);
}

/**
 * The Services whose endpoints a change of a pod may change: those that select it, and those that did.
 * Models `GetPodUpdateProjectionKey` and `GetServicesToUpdate`.
 */
export function servicesOfPod({ object, previous }: Notice<Pod>, services: Lister<Service>): readonly string[] {
  const versions = previous === undefined ? [object] : [object, previous];
  if (previous !== undefined && semanticEqual(membershipOf(object), membershipOf(previous))) return [];
  return services
    .list(object.metadata?.namespace ?? '')
    .filter((service) => selectsPods(service) && versions.some((version) => isSelected(version, service.spec?.selector ?? {})))
    .map(keyOf);
}

/** Of a pod, what decides whether and how it answers for Services. */
function membershipOf(pod: Pod): object {
  const { metadata, spec } = pod;
  return {
    uid: metadata?.uid,
    labels: metadata?.labels,
    ending: metadata?.deletionTimestamp !== undefined,
    ready: podReady(pod),
    ended: podPhaseTerminal(pod),
    addresses: podAddresses(pod),
    node: spec?.nodeName,
    hostname: spec?.hostname,
    subdomain: spec?.subdomain,
  };
}
