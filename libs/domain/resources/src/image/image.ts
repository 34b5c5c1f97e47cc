import type { ImageDescription } from '@klockwork/images';
import type { KubeObject } from '../object.ts';

/** A container image of the lab, as an object: what there is to pull, and what it does. */
export interface LabImage extends KubeObject {
  spec?: ImageDescription;
}
