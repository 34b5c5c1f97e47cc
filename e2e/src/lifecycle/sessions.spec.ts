import { openLab, part } from '../lab-of-spec.ts';

// A killed node also kills its agent: each node has its own.
openLab('--agents', '3');
part('exec-and-attach', () => import('../kubectl/exec-and-attach.part.ts'));
part('streams', () => import('./streams.part.ts'));
