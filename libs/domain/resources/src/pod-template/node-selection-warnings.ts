import { oldLabelMessage, oldLabelWarnings, termWarnings } from '../generic/old-node-labels.ts';
import type { PodSpec } from './pod-spec.ts';

/** Warns of labels by which a pod chooses nodes and that have other names now, and of spreading no pods. Models the start of `warningsForPodSpecAndMeta`. */
export function nodeSelectionWarnings({ nodeSelector = {}, affinity, topologySpreadConstraints = [] }: PodSpec, path: string): string[] {
  const at = `${path}.affinity.nodeAffinity`;
  const {
    requiredDuringSchedulingIgnoredDuringExecution: requiredSelector,
    preferredDuringSchedulingIgnoredDuringExecution: schedulingTerms = [],
  } = affinity?.nodeAffinity ?? {};
  const terms = requiredSelector?.nodeSelectorTerms ?? [];
  return [
    ...Object.keys(nodeSelector).flatMap((label) => {
      const message = oldLabelMessage(label);
      return message === undefined ? [] : [`${path}.nodeSelector[${label}]: ${message}`];
    }),
    ...terms.flatMap((term, index) =>
      termWarnings(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`),
    ),
    ...schedulingTerms.flatMap(({ preference = {} }, index) =>
      termWarnings(preference, `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`, true),
    ),
    ...topologySpreadConstraints.flatMap(({ topologyKey = '', labelSelector }, index) => {
      const place = `${path}.topologySpreadConstraints[${index}]`;
      const selectsNothing = labelSelector ? [] : [`${place}.labelSelector: a null labelSelector results in matching no pod`];
      return [...oldLabelWarnings(topologyKey, `${place}.topologyKey`), ...selectsNothing];
    }),
  ];
}
