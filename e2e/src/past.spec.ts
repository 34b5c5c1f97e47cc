import { defaultPart, openLab } from './lab-of-spec.ts';

openLab('--nodes', '2');
// Commands of klockwork use the default namespace, and so do these parts.
defaultPart('connections', () => import('./lifecycle/connections.part.ts'));
defaultPart('replay', () => import('./replay.part.ts'));
// Its last test stops the lab.
defaultPart('rewind', () => import('./rewind.part.ts'));
