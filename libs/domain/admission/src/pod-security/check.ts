import type { Container, Pod, PodSpec } from '@klockwork/resources';

/** What a pod, or a template of one, says. */
export interface CheckedPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** What a check found: the kind of violation in a few words, and who commits it. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** Finds what violates one rule of the standards; undefined for nothing. */
export type CheckPod = (pod: CheckedPod) => Violation | undefined;

/** A rule of the Pod Security Standards, as it was from each minor version on. */
export interface Check {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** In ascending order. */
  readonly versions: readonly { readonly since: number; readonly check: CheckPod; readonly overrides?: readonly string[] }[];
}

/** All containers, in upstream's order: init containers, containers, ephemeral ones. Models `visitContainers`. */
export function containersOf({ spec }: CheckedPod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...((spec.ephemeralContainers ?? []) as Container[])];
}

/** The names of the containers that are `bad`. */
export function namesOf(pod: CheckedPod, isBad: (container: Container) => boolean): string[] {
  return containersOf(pod)
    .filter(isBad)
    .map(({ name }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural(names.length, 'container')} ${quoted(names)}`;
}

/** `pod and containers "a", "b"`: who sets what must not be set; '' for nobody. */
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

/** True for a pod with users of its own: its root is nobody on the node. Models `relaxPolicyForUserNamespacePod`. */
function hasOwnUsers({ spec }: CheckedPod): boolean {
  return spec.hostUsers === false;
}

/** The rule, which pods for Windows are not held to. */
export function exceptWindows(check: CheckPod): CheckPod {
  return (pod) => (pod.spec.os?.name === 'windows' ? undefined : check(pod));
}

/** The rule, which pods with users of their own are not held to. */
export function exceptOwnUsers(check: CheckPod): CheckPod {
  return (pod) => (hasOwnUsers(pod) ? undefined : check(pod));
}

/** A pod, or a template, as the checks read it. */
export function checkedPod({ metadata, spec }: Pick<Pod, 'metadata' | 'spec'>): CheckedPod {
  return { annotations: metadata?.annotations ?? {}, spec: spec ?? { containers: [] } };
}
