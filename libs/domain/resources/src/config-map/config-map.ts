import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** A ConfigMap. Every `ConfigMap` of `kubernetes-types` is one. */
export type ConfigMap = Mutable<core.ConfigMap>;
