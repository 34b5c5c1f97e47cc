import { fractionWarnings } from './fraction-warnings.ts';
import type { PlacedAnnotations } from './pod-annotation-warnings.ts';
import type { Container, PlacedContainer, PodSpec } from './pod-spec.ts';
import { APP_ARMOR_IS_OLD, APP_ARMOR_OF_CONTAINER, SECCOMP_OF_CONTAINER, SECCOMP_OF_POD } from './profile-names.ts';

const SECCOMP_IS_GONE = 'non-functional in v1.27+; use the "seccompProfile" field instead';

/** Warns of profiles in annotations, of half bytes and of variables that hide others. */
export function containerWarnings(spec: PodSpec, containers: readonly PlacedContainer[], annotations: PlacedAnnotations): string[] {
  const { seccompProfile, appArmorProfile } = spec.securityContext ?? {};
  return [
    ...profileWarnings(seccompProfile, SECCOMP_OF_POD, SECCOMP_IS_GONE, annotations),
    ...containers.flatMap(({ container, path }) => [
      ...profileWarnings(
        container.securityContext?.seccompProfile,
        `${SECCOMP_OF_CONTAINER}${container.name}`,
        SECCOMP_IS_GONE,
        annotations,
      ),
      ...(annotations.ofTemplate ? armorWarnings(appArmorProfile, container, annotations) : []),
      ...halfBytes(container, path),
      ...hiddenVariables(container, path),
    ]),
  ];
}

/** For pods, the conversion of the annotation to its field warns. */
function armorWarnings(ofPod: object | undefined, { name, securityContext }: Container, annotations: PlacedAnnotations): string[] {
  const profile = ofPod ?? securityContext?.appArmorProfile;
  return profileWarnings(profile, `${APP_ARMOR_OF_CONTAINER}${name}`, APP_ARMOR_IS_OLD, annotations);
}

/** Warns about an annotation without its successor field. */
function profileWarnings(field: object | undefined, key: string, message: string, { given, path }: PlacedAnnotations): string[] {
  return field !== undefined || given[key] === undefined ? [] : [`${path}[${key}]: ${message}`];
}

function halfBytes({ resources }: Container, path: string): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((list) => fractionWarnings(resources?.[list], `${path}.resources.${list}`, [name])),
  );
}

/** Allows a duplicate variable that extends the first: `$(PATH):/more`. */
function hiddenVariables({ env }: Container, path: string): string[] {
  const names = new Set<string>();
  return (env ?? []).flatMap(({ name, value = '', valueFrom }, index) => {
    const reference = `$(${name})`;
    const goesOn = !valueFrom && value !== reference && value.includes(reference);
    const hides = names.has(name) && !goesOn;
    names.add(name);
    return hides ? [`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`] : [];
  });
}
