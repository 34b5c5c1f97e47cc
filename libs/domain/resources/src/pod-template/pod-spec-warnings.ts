import { goQuote } from '@klockwork/api-machinery';
import { addressWarnings } from '../generic/address-warnings.ts';
import { containerWarnings } from './container-warnings.ts';
import { fractionWarnings } from './fraction-warnings.ts';
import { nodeSelectionWarnings } from './node-selection-warnings.ts';
import { podAnnotationWarnings } from './pod-annotation-warnings.ts';
import { type PodSpec, type PodTemplateSpec, placedContainers } from './pod-spec.ts';
import { portWarnings } from './port-warnings.ts';
import { volumeWarnings } from './volume-warnings.ts';

/**
 * Returns warnings about valid but suspicious fields of a pod (`path` '') or template (`spec.template`). Models `warningsForPodSpecAndMeta`
 * of `pkg/api/pod/warnings.go`, in its order.
 */
export function warningsOfPod({ metadata, spec = { containers: [] } }: PodTemplateSpec, path: string): string[] {
  const at = path === '' ? 'spec' : `${path}.spec`;
  const ofTemplate = path !== '';
  const annotations = {
    given: metadata?.annotations ?? {},
    path: ofTemplate ? `${path}.metadata.annotations` : 'metadata.annotations',
    ofTemplate,
  };
  const containers = placedContainers(spec, at);
  return [
    ...nodeSelectionWarnings(spec, at),
    ...podAnnotationWarnings(annotations),
    ...volumeWarnings(spec.volumes ?? [], `${at}.volumes`),
    ...repeatedHostAliases(spec, at),
    ...oddPullSecrets(spec, at),
    ...fractionWarnings(spec.overhead, `${at}.overhead`),
    ...containerWarnings(spec, containers, annotations),
    ...portWarnings(containers),
    ...negativeGrace(spec, at),
    ...nullSelectors(spec, `${at}.affinity`),
    ...oddAddresses(spec, at),
  ];
}

function repeatedHostAliases({ hostAliases = [] }: PodSpec, path: string): string[] {
  return repeated(hostAliases.map(({ ip = '' }) => ip)).map(
    ({ index, value }) => `${path}.hostAliases[${index}].ip: duplicate ip ${goQuote(value)}`,
  );
}

function oddPullSecrets({ imagePullSecrets = [] }: PodSpec, path: string): string[] {
  const names = imagePullSecrets.map(({ name = '' }) => name);
  const at = (index: number) => `${path}.imagePullSecrets[${index}].name`;
  return [
    ...repeated(names).map(({ index, value }) => `${at(index)}: duplicate name ${goQuote(value)}`),
    ...names.flatMap((name, index) => (name === '' ? [`${at(index)}: invalid empty name ""`] : [])),
  ];
}

function repeated(values: readonly string[]): { index: number; value: string }[] {
  const addresses = new Set<string>();
  return values.flatMap((value, index) => {
    const again = addresses.has(value);
    addresses.add(value);
    return again ? [{ index, value }] : [];
  });
}

function negativeGrace(spec: PodSpec, path: string): string[] {
  if ((spec.terminationGracePeriodSeconds ?? 0) >= 0) return [];
  return [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}

/** Terms without a selector choose no pod at all. */
function nullSelectors({ affinity }: PodSpec, path: string): string[] {
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: requiredTerms = [],
      preferredDuringSchedulingIgnoredDuringExecution: preferredTerms = [],
    } = affinity?.[kind] ?? {};
    const at = `${path}.${kind}`;
    const places = [
      ...requiredTerms.map((term, index) => ({ term, at: `${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}]` })),
      ...preferredTerms.map(({ podAffinityTerm: term }, index) => ({
        term,
        at: `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm`,
      })),
    ];
    return places.flatMap((place) =>
      place.term?.labelSelector ? [] : [`${place.at}.labelSelector: a null labelSelector results in matching no pod`],
    );
  });
}

function oddAddresses({ dnsConfig, hostAliases = [] }: PodSpec, path: string): string[] {
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((server, index) => addressWarnings(server, `${path}.dnsConfig.nameservers[${index}]`)),
    ...hostAliases.flatMap(({ ip = '' }, index) => addressWarnings(ip, `${path}.hostAliases[${index}].ip`)),
  ];
}
