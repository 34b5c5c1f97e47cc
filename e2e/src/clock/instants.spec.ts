import { defaultPart } from '../lab-of-spec.ts';
import { openClockLab } from './clock-lab-of-spec.ts';

openClockLab();
defaultPart('writes from outside', () => import('./outside.part.ts'));
defaultPart('kills at an instant', () => import('./kill-at.part.ts'));
defaultPart('webhooks', () => import('./webhooks.part.ts'));
// Its last test leaves a node without power.
defaultPart('back-offs and losses', () => import('./kubectl.part.ts'));
