import type { Mutable } from '@klockwork/kernel';
import type * as node from 'kubernetes-types/node/v1';

/** How containers of some pods are run: the handler's name, what it costs, and where it is. */
export type RuntimeClass = Mutable<node.RuntimeClass>;
