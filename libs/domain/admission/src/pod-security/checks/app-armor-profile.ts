import { type Check, type CheckPod, containersOf, namesOf, plural, quoted, settersText, sortedSet } from '../check.ts';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Forbids disabling AppArmor. Models `check_appArmorProfile.go`. */
export const appArmorProfile: Check = {
  id: 'appArmorProfile',
  level: 'baseline',
  versions: [{ since: 0, check: findProfiles }],
};

function findProfiles(...[pod]: Parameters<CheckPod>): ReturnType<CheckPod> {
  const ofPod = pod.spec.securityContext?.appArmorProfile?.type;
  const byPod = isForbidden(ofPod);
  const names = namesOf(pod, ({ securityContext }) => isForbidden(securityContext?.appArmorProfile?.type));
  const types = [ofPod, ...containersOf(pod).map(({ securityContext }) => securityContext?.appArmorProfile?.type)].filter(isForbidden);
  const annotations = forbiddenAnnotations(pod.annotations);
  const values = [...sortedSet(types), ...annotations];
  if (values.length === 0) return undefined;
  const setters = [settersText(byPod, names), ...(annotations.length === 0 ? [] : [plural(annotations.length, 'annotation')])];
  return {
    reason: plural(values.length, 'forbidden AppArmor profile'),
    detail: `${setters.filter((setter) => setter !== '').join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

function isForbidden(type: string | undefined): type is string {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}

function forbiddenAnnotations(annotations: Readonly<Record<string, string>>): string[] {
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(ANNOTATION) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([key, value]) => `${key}="${value}"`)
    .sort();
}
