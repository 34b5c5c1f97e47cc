import { defaultPart, openLab, part } from '../lab-of-spec.ts';

openLab();
// Lists all namespaces and counts objects of nodes: runs first, in the namespace of a new lab.
defaultPart('get-and-describe', () => import('./get-and-describe.part.ts'));
part('clock', () => import('./clock.part.ts'));
