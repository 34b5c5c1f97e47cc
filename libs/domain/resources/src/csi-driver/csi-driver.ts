import type * as kubernetes from '@klockwork/kubernetes-types';

/** CSIDriver: capabilities of a driver. Drafts may lack a spec. */
export type CSIDriver = Omit<kubernetes.CSIDriver, 'spec'> & { spec?: CSIDriverSpec };

/** Treatment of the driver's volumes. */
export type CSIDriverSpec = kubernetes.CSIDriverSpec;
