import type { Pod } from '@klockwork/resources';
import { checkedPod } from './check.ts';
import { type LevelVersion, levelVersionText } from './policy.ts';
import { reasonsText, violationsOf } from './standards.ts';

/** Max number of pods checked after a change of a namespace's policy. Models `defaultNamespaceMaxPodsToCheck`. */
const PODS_MAX = 3000;

/** Returns warnings about existing pods that violate the namespace's new policy. Models `EvaluatePodsInNamespace`. */
export function existingPodsWarnings(namespace: string, pods: readonly Pod[], enforce: LevelVersion): string[] {
  const checkedPods = pods.slice(0, PODS_MAX);
  const namesByReasons = new Map<string, string[]>();
  for (const pod of checkedPods) {
    const reasons = reasonsText(violationsOf(checkedPod(pod), enforce));
    if (reasons !== '') namesByReasons.set(reasons, [...(namesByReasons.get(reasons) ?? []), pod.metadata?.name ?? '']);
  }
  const warnings = [...namesByReasons].map(([reasons, names]) => `${namesText(names)}: ${reasons}`).sort();
  const level = levelVersionText(enforce);
  return [
    ...(checkedPods.length < pods.length
      ? [`new PodSecurity enforce level only checked against the first ${checkedPods.length} of ${pods.length} existing pods`]
      : []),
    ...(warnings.length > 0 ? [`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${level}"`] : []),
    ...warnings,
  ];
}

function namesText(names: readonly string[]): string {
  const [first = ''] = [...names].sort();
  if (names.length === 1) return first;
  return names.length === 2 ? `${first} (and 1 other pod)` : `${first} (and ${names.length - 1} other pods)`;
}
