import type * as kubernetes from '@klockwork/kubernetes-types';

/** Namespace, with finalizers in its spec. */
export type Namespace = kubernetes.Namespace;

/** Finalizer that the namespace controller removes after deletion of all content. */
export const NAMESPACE_FINALIZER = 'kubernetes';

/** Label that lets selectors match a namespace by name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
