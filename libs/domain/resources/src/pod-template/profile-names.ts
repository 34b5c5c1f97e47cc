/** Legacy annotation with a pod's seccomp profile. */
export const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
/** Prefix of the legacy annotation with a container's seccomp profile. */
export const SECCOMP_OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
/** Prefix of the legacy annotation with a container's AppArmor profile. */
export const APP_ARMOR_OF_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
/** Warning about such an annotation. */
export const APP_ARMOR_IS_OLD = 'deprecated since v1.30; use the "appArmorProfile" field instead';
/** Prefix of a local profile's name. */
export const LOCALHOST_PROFILE = 'localhost/';
