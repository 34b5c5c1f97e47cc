import type * as kubernetes from '@klockwork/kubernetes-types';

/** A ConfigMap. Every `ConfigMap` of `kubernetes-types` is one. */
export type ConfigMap = kubernetes.ConfigMap;
