import { openLab, part } from '../lab-of-spec.ts';

openLab('--nodes', '2');
part('client-node', () => import('./client-node.part.ts'));
part('helm', () => import('./helm.part.ts'));
part('helm-definitions', () => import('./helm-definitions.part.ts'));
part('debian', () => import('./debian.part.ts'));
