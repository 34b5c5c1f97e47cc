import type * as kubernetes from '@klockwork/kubernetes-types';

/** ConfigMap. Compatible with that of `kubernetes-types`. */
export type ConfigMap = kubernetes.ConfigMap;
