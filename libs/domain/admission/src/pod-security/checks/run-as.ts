import { type Check, type CheckedPod, containersText, exceptOwnUsers, namesOf, settersText, type Violation } from '../check.ts';

/** Requires `runAsNonRoot: true`. Models `check_runAsNonRoot.go`. */
export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, check: findRoot },
    { since: 35, check: exceptOwnUsers(findRoot) },
  ],
};

/** Forbids user 0. Models `check_runAsUser.go`. */
export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, check: findUserZero },
    { since: 35, check: exceptOwnUsers(findUserZero) },
  ],
};

function findRoot(pod: CheckedPod): Violation | undefined {
  const ofPod = pod.spec.securityContext?.runAsNonRoot;
  const setters = settersText(
    ofPod === false,
    namesOf(pod, ({ securityContext }) => securityContext?.runAsNonRoot === false),
  );
  const reason = 'runAsNonRoot != true';
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  const silent = namesOf(pod, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (ofPod === true || silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` };
}

function findUserZero(pod: CheckedPod): Violation | undefined {
  const setters = settersText(
    pod.spec.securityContext?.runAsUser === 0,
    namesOf(pod, ({ securityContext }) => securityContext?.runAsUser === 0),
  );
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
}
