import { openLab, part } from '../lab-of-spec.ts';

openLab();
part('basics', () => import('./basics.part.ts'));
part('rollout', () => import('./rollout.part.ts'));
part('run-expose-delete', () => import('./run-expose-delete.part.ts'));
part('wait-events-nodes-logs', () => import('./wait-events-nodes-logs.part.ts'));
part('policy-and-quota', () => import('./policy-and-quota.part.ts'));
part('host-services', () => import('./host-services.part.ts'));
