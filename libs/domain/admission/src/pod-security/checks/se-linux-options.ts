import { type Check, type CheckedPod, type CheckPod, containersOf, namesOf, plural, quoted, settersText, sortedSet } from '../check.ts';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

type Options = NonNullable<NonNullable<CheckedPod['spec']['securityContext']>['seLinuxOptions']>;

/** Forbids custom SELinux users, roles and most types. Models `check_seLinuxOptions.go`. */
export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { since: 0, check: allowing(new Set(TYPES)) },
    { since: 31, check: allowing(new Set([...TYPES, 'container_engine_t'])) },
  ],
};

function allowing(types: ReadonlySet<string>): CheckPod {
  const isBad = (options: Options | undefined) =>
    options !== undefined && (!types.has(options.type ?? '') || Boolean(options.user) || Boolean(options.role));
  return (pod) => {
    const ofPod = pod.spec.securityContext?.seLinuxOptions;
    const names = namesOf(pod, ({ securityContext }) => isBad(securityContext?.seLinuxOptions));
    const setters = settersText(isBad(ofPod), names);
    if (setters === '') return undefined;
    const all = [ofPod, ...containersOf(pod).map(({ securityContext }) => securityContext?.seLinuxOptions)].filter(
      (one) => one !== undefined,
    );
    const detail = `${setters} set forbidden securityContext.seLinuxOptions: ${forbiddenText(all, types)}`;
    return { reason: 'seLinuxOptions', detail };
  };
}

function forbiddenText(all: readonly Options[], types: ReadonlySet<string>): string {
  const bad = sortedSet(all.map(({ type = '' }) => type).filter((type) => !types.has(type)));
  return [
    ...(bad.length === 0 ? [] : [`${plural(bad.length, 'type')} ${quoted(bad)}`]),
    ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
  ].join('; ');
}
