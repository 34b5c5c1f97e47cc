import type { ImageDescription } from '@klockwork/images';
import type { KubeObject } from '../object.ts';

/** Container image of the lab as an object: pullable references, and behaviour. */
export interface LabImage extends KubeObject {
  spec?: ImageDescription;
}
