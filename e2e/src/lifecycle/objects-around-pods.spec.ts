import { openPausedLab, part } from '../lab-of-spec.ts';

openPausedLab();
part('workloads', () => import('./workloads.part.ts'));
part('volumes', () => import('./volumes.part.ts'));
part('persistent-volumes', () => import('./persistent-volumes.part.ts'));
part('services', () => import('./services.part.ts'));
part('network', () => import('./network.part.ts'));
