import { semanticEqual } from '@klockwork/api-machinery';
import type { Lister, Notice } from '@klockwork/informers';
import { type Pod, podPhaseTerminal, podReady, type Service } from '@klockwork/resources';
import { keyOf } from '../ownership/name-of.ts';

/** True for an unfinished pod with an address. Models `ShouldPodBeInEndpoints`. */
export function canAnswer(pod: Pod, options: { readonly whileTerminating: boolean }): boolean {
  if (podPhaseTerminal(pod) || podAddresses(pod).length === 0) return false;
  return options.whileTerminating || pod.metadata?.deletionTimestamp === undefined;
}

/** A pod's addresses. */
export function podAddresses({ status }: Pod): readonly string[] {
  const { podIP = '', podIPs = [] } = status ?? {};
  return podIPs.length > 0 ? podIPs.flatMap(({ ip }) => (ip ? [ip] : [])) : podIP === '' ? [] : [podIP];
}

/** DNS host name of a pod below the Service, if its subdomain matches. Models `ShouldSetHostname`. */
export function hostnameBelow({ spec }: Pod, service: Service): string | undefined {
  return spec?.hostname && spec.subdomain === service.metadata?.name ? spec.hostname : undefined;
}

/** True for a Service with endpoints from pods. */
export function selectsPods({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && spec?.selector !== undefined;
}

/** Pods selected by a Service; an empty selector selects the whole namespace. */
export function selectedPods({ metadata, spec }: Service, pods: Lister<Pod>): readonly Pod[] {
  return pods.list(metadata?.namespace ?? '').filter((pod) => isSelected(pod, spec?.selector ?? {}));
}

function isSelected({ metadata }: Pod, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value);
}

/**
 * Services affected by a pod change: those selecting its new or previous version. Models `GetPodUpdateProjectionKey` and
 * `GetServicesToUpdate`.
 */
export function servicesOfPod({ object, previous }: Notice<Pod>, services: Lister<Service>): readonly string[] {
  const versions = previous === undefined ? [object] : [object, previous];
  if (previous !== undefined && semanticEqual(membershipOf(object), membershipOf(previous))) return [];
  return services
    .list(object.metadata?.namespace ?? '')
    .filter((service) => selectsPods(service) && versions.some((version) => isSelected(version, service.spec?.selector ?? {})))
    .map(keyOf);
}

/** Pod fields that affect its endpoints. */
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
