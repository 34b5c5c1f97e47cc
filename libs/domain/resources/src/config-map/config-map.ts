import type * as kubernetes from '@klockwork/kubernetes-types';

/** ConfigMap: configuration as text and bytes. */
export type ConfigMap = kubernetes.ConfigMap;
