import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** A Secret. Every `Secret` of `kubernetes-types` is one. */
export type Secret = Mutable<core.Secret>;
