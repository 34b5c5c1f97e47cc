import { openLab, part } from '../lab-of-spec.ts';

openLab();
// Lists the pods of all namespaces.
part('errors', () => import('./errors.part.ts'));
part('discovery-and-explain', () => import('./discovery-and-explain.part.ts'));
part('selectors-and-chunking', () => import('./selectors-and-chunking.part.ts'));
part('custom-resources', () => import('./custom-resources.part.ts'));
part('access-and-security', () => import('./access-and-security.part.ts'));
part('more-kinds', () => import('./more-kinds.part.ts'));
part('create-apply-diff', () => import('./create-apply-diff.part.ts'));
part('edit-replace-patch', () => import('./edit-replace-patch.part.ts'));
part('label-annotate-scale-set', () => import('./label-annotate-scale-set.part.ts'));
part('server-side-apply', () => import('./server-side-apply.part.ts'));
