import { openPausedLab, part } from '../lab-of-spec.ts';

openPausedLab();
part('images', () => import('./images.part.ts'));
part('pod-lifecycle', () => import('./pod-lifecycle.part.ts'));
part('probes', () => import('./probes.part.ts'));
part('tools', () => import('./tools.part.ts'));
