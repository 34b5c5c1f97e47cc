import { openPausedLab, part } from '../lab-of-spec.ts';

openPausedLab('--nodes', '2');
part('kubelet', () => import('./kubelet.part.ts'));
// Its last tests kill processes.
part('containers', () => import('./containers.part.ts'));
