/** The annotation that named the seccomp profile of a pod. */
export const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
/** Before a container's name: the annotation that named its seccomp profile. */
export const SECCOMP_OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
/** Before a container's name: the annotation that named its AppArmor profile. */
export const APP_ARMOR_OF_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
/** What is said of such an annotation. */
export const APP_ARMOR_IS_OLD = 'deprecated since v1.30; use the "appArmorProfile" field instead';
/** Before the name of a profile that is on the node. */
export const LOCALHOST_PROFILE = 'localhost/';
