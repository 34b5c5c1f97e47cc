import { defaultPart, openLab } from './lab-of-spec.ts';

openLab('--nodes', '1');
// Both use the default namespace: that of the guide.
defaultPart('drills as objects', () => import('./drill-object.part.ts'));
defaultPart('the guide of drills', () => import('./drill-guide.part.ts'));
