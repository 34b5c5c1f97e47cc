import type * as kubernetes from '@klockwork/kubernetes-types';

/** Abilities of a CSI driver. The spec may be absent in a draft. */
export type CSIDriver = Omit<kubernetes.CSIDriver, 'spec'> & { spec?: CSIDriverSpec };

/** Treatment of the driver's volumes. */
export type CSIDriverSpec = kubernetes.CSIDriverSpec;
