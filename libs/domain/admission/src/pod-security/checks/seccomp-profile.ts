import {
  type Check,
  type CheckedPod,
  containersOf,
  containersText,
  exceptWindows,
  namesOf,
  plural,
  quoted,
  settersText,
  sortedSet,
  type Violation,
} from '../check.ts';

const REASON = 'seccompProfile';
const OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** Forbids disabling seccomp. Models `check_seccompProfile_baseline.go`. */
export const seccompProfileBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, check: findAnnotations },
    { since: 19, check: findForbidden },
  ],
};

/** Requires seccomp. Models `check_seccompProfile_restricted.go`. */
export const seccompProfileRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { since: 19, check: findMissing, overrides: ['seccompProfile_baseline'] },
    { since: 25, check: exceptWindows(findMissing), overrides: ['seccompProfile_baseline'] },
  ],
};

function findAnnotations(pod: CheckedPod): Violation | undefined {
  const keys = [OF_POD, ...containersOf(pod).map(({ name }) => OF_CONTAINER + name)];
  const annotations = keys.flatMap((key) => (isForbiddenAnnotation(pod.annotations[key]) ? [`${key}="${pod.annotations[key]}"`] : []));
  if (annotations.length === 0) return undefined;
  const forbidden = sortedSet(annotations);
  return { reason: REASON, detail: `forbidden ${plural(forbidden.length, 'annotation')} ${forbidden.join(', ')}` };
}

function isForbiddenAnnotation(value: string | undefined): boolean {
  return value !== undefined && value !== 'runtime/default' && value !== 'docker/default' && !value.startsWith('localhost/');
}

function findForbidden(pod: CheckedPod): Violation | undefined {
  const ofPod = pod.spec.securityContext?.seccompProfile?.type;
  const names = namesOf(pod, ({ securityContext }) => isForbidden(securityContext?.seccompProfile?.type));
  const setters = settersText(isForbidden(ofPod), names);
  if (setters === '') return undefined;
  const types = [ofPod, ...containersOf(pod).map(({ securityContext }) => securityContext?.seccompProfile?.type)].filter(isForbidden);
  return { reason: REASON, detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(sortedSet(types))}` };
}

function findMissing(pod: CheckedPod): Violation | undefined {
  const forbidden = findForbidden(pod);
  if (forbidden !== undefined || pod.spec.securityContext?.seccompProfile !== undefined) return forbidden;
  const silent = namesOf(pod, ({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const detail = `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: REASON, detail };
}

function isForbidden(type: string | undefined): type is string {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
