import type * as kubernetes from '@klockwork/kubernetes-types';

/** A Namespace. Every `Namespace` of `kubernetes-types` is one. */
export type Namespace = kubernetes.Namespace;

/** The finalizer the namespace controller takes off when a namespace's objects are gone. */
export const NAMESPACE_FINALIZER = 'kubernetes';

/** The label by which selectors find a namespace by name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
