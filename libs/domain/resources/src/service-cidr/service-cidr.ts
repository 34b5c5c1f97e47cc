import type * as kubernetes from '@klockwork/kubernetes-types';

/** Ranges of Service addresses. */
export type ServiceCIDR = kubernetes.ServiceCIDR;
