import type * as kubernetes from '@klockwork/kubernetes-types';

/** Namespace. Compatible with that of `kubernetes-types`. */
export type Namespace = kubernetes.Namespace;

/** Finalizer that the namespace controller removes after deletion of all content. */
export const NAMESPACE_FINALIZER = 'kubernetes';

/** Label that lets selectors match a namespace by name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
