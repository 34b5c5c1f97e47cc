import type { Container, Pod, PodSpec } from '@klockwork/resources';

/** Pod or pod template under check. */
export interface CheckedPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Violation found by a check: short reason, and detail with offending containers. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** Returns the violation of one rule; undefined if compliant. */
export type CheckPod = (pod: CheckedPod) => Violation | undefined;

/** Rule of the Pod Security Standards, with its versions by minor version. */
export interface Check {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** In ascending order. */
  readonly versions: readonly { readonly since: number; readonly check: CheckPod; readonly overrides?: readonly string[] }[];
}

/** Returns all containers in upstream's order: init, regular, ephemeral. Models `visitContainers`. */
export function containersOf({ spec }: CheckedPod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...((spec.ephemeralContainers ?? []) as Container[])];
}

/** Returns the names of containers for which `isBad` holds. */
export function namesOf(pod: CheckedPod, isBad: (container: Container) => boolean): string[] {
  return containersOf(pod)
    .filter(isBad)
    .map(({ name }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural(names.length, 'container')} ${quoted(names)}`;
}

/** Returns `pod and containers "a", "b"`: offending setters; '' for none. */
export function settersText(byPod: boolean, names: readonly string[]): string {
  return [...(byPod ? ['pod'] : []), ...(names.length === 0 ? [] : [containersText(names)])].join(' and ');
}

/** `"a", "b"`. */
export function quoted(values: readonly string[]): string {
  return values.length === 0 ? '' : `"${values.join('", "')}"`;
}

/** `volume`, `volumes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** Each value once, in order. */
export function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Returns whether the pod has a user namespace: its root has no rights on the node. Models `relaxPolicyForUserNamespacePod`. */
function hasOwnUsers({ spec }: CheckedPod): boolean {
  return spec.hostUsers === false;
}

/** Exempts Windows pods from a rule. */
export function exceptWindows(check: CheckPod): CheckPod {
  return (pod) => (pod.spec.os?.name === 'windows' ? undefined : check(pod));
}

/** Exempts pods with user namespaces from a rule. */
export function exceptOwnUsers(check: CheckPod): CheckPod {
  return (pod) => (hasOwnUsers(pod) ? undefined : check(pod));
}

/** Converts a pod or template to the input of checks. */
export function checkedPod({ metadata, spec }: Pick<Pod, 'metadata' | 'spec'>): CheckedPod {
  return { annotations: metadata?.annotations ?? {}, spec: spec ?? { containers: [] } };
}
