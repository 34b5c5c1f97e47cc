import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** Somebody's wish for storage. Every `PersistentVolumeClaim` of `kubernetes-types` is one. */
export type PersistentVolumeClaim = Mutable<core.PersistentVolumeClaim>;
