import { openLab, part } from '../lab-of-spec.ts';

openLab();
part('errors', () => import('./errors.part.ts'));
part('create-apply-diff', () => import('./create-apply-diff.part.ts'));
part('edit-replace-patch', () => import('./edit-replace-patch.part.ts'));
part('label-annotate-scale-set', () => import('./label-annotate-scale-set.part.ts'));
part('server-side-apply', () => import('./server-side-apply.part.ts'));
