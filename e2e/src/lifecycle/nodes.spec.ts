import { openPausedLab, part } from '../lab-of-spec.ts';

// A killed node also kills its agent: each node has its own.
openPausedLab('--agents', '3');
part('kubelet', () => import('./kubelet.part.ts'));
// Its last tests kill processes.
part('containers', () => import('./containers.part.ts'));
// Its last tests kill nodes.
part('node', () => import('./node.part.ts'));
