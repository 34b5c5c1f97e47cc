import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** Abilities of a CSI driver. The spec may be absent in a draft. */
export type CSIDriver = Omit<Mutable<kubernetes.CSIDriver>, 'spec'> & { spec?: CSIDriverSpec };

/** Treatment of the driver's volumes. */
export type CSIDriverSpec = Mutable<kubernetes.CSIDriverSpec>;
