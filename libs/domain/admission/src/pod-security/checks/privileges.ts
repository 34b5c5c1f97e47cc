import {
  type Check,
  type CheckedPod,
  containersOf,
  containersText,
  exceptOwnUsers,
  exceptWindows,
  namesOf,
  quoted,
  sortedSet,
  type Violation,
} from '../check.ts';

/** Forbids privileged containers. Models `check_privileged.go`. */
export const privileged: Check = { id: 'privileged', level: 'baseline', versions: [{ since: 0, check: findPrivileged }] };

/** Forbids privilege escalation. Models `check_allowPrivilegeEscalation.go`. */
export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, check: findEscalation },
    { since: 25, check: exceptWindows(findEscalation) },
  ],
};

/** Requires the default `/proc` mask, except in user namespaces. Models `check_procMount_baseline.go`. */
export const procMountBaseline: Check = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, check: findUnmasked },
    { since: 35, check: exceptOwnUsers(findUnmasked) },
  ],
};

/** Requires the default `/proc` mask. Models `check_procMount_restricted.go`. */
export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ since: 35, check: findUnmasked, overrides: ['procMount'] }],
};

function findPrivileged(pod: CheckedPod): Violation | undefined {
  const names = namesOf(pod, ({ securityContext }) => securityContext?.privileged === true);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containersText(names)} must not set securityContext.privileged=true` };
}

function findEscalation(pod: CheckedPod): Violation | undefined {
  const names = namesOf(pod, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  const detail = `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
}

function findUnmasked(pod: CheckedPod): Violation | undefined {
  const isBad = (mount: string | undefined): mount is string => mount !== undefined && mount !== 'Default';
  const names = namesOf(pod, ({ securityContext }) => isBad(securityContext?.procMount));
  if (names.length === 0) return undefined;
  const mounts = containersOf(pod)
    .map(({ securityContext }) => securityContext?.procMount)
    .filter(isBad);
  return { reason: 'procMount', detail: `${containersText(names)} must not set securityContext.procMount to ${quoted(sortedSet(mounts))}` };
}
