import type { Main } from '../../process.ts';
import { program } from '../call.ts';
import { stress } from './stress.ts';
import { vishStress } from './vish-stress.ts';

/** Programs of images, not tools of a system: an image has one when its description says so. */
const APPLICATIONS: Readonly<Record<string, Main>> = { stress: program(stress, 'gnu'), 'vish-stress': program(vishStress, 'gnu') };

/** What an application does; undefined when there is none of that name. */
export function findApplication(name: string): Main | undefined {
  return Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;
}
