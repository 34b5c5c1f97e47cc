import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** Ranges of Service addresses. */
export type ServiceCIDR = Mutable<kubernetes.ServiceCIDR>;
