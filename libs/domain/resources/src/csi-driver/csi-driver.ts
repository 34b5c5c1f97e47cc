import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** What a CSI driver can do. Two fields of the spec are newer than `kubernetes-types`. */
export type CSIDriver = Omit<Mutable<kubernetes.CSIDriver>, 'spec'> & { spec?: CSIDriverSpec };

/** How volumes of the driver are treated. */
export type CSIDriverSpec = Mutable<kubernetes.CSIDriverSpec> & {
  /** How often a CSINode is told anew how many volumes its node can have, in seconds. */
  nodeAllocatableUpdatePeriodSeconds?: number;
  serviceAccountTokenInSecrets?: boolean;
};
