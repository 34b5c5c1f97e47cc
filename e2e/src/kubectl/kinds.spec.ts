import { openLab, part } from '../lab-of-spec.ts';

openLab();
part('discovery-and-explain', () => import('./discovery-and-explain.part.ts'));
part('selectors-and-chunking', () => import('./selectors-and-chunking.part.ts'));
part('custom-resources', () => import('./custom-resources.part.ts'));
part('access-and-security', () => import('./access-and-security.part.ts'));
part('more-kinds', () => import('./more-kinds.part.ts'));
