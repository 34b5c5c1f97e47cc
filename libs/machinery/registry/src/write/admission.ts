import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** A write that admission looks at. `draft` may be changed in place while it is admitted. */
export interface Admitted {
  readonly kind: KindDefinition;
  readonly namespace: string;
  readonly draft: KubeObject;
  readonly previous?: KubeObject;
  readonly subresource?: string;
}

export function admitCreate(_context: RegistryContext, _admitted: Admitted, _request: WriteRequest): void {}
export function validateCreateAdmission(_context: RegistryContext, _admitted: Admitted, _request: WriteRequest): void {}
export function admitUpdate(_context: RegistryContext, _admitted: Admitted, _request: WriteRequest): void {}
export function validateUpdateAdmission(_context: RegistryContext, _admitted: Admitted, _request: WriteRequest): void {}
export function admitDelete(_context: RegistryContext, _deletion: { target: Target; previous: KubeObject }, _request: WriteRequest): void {}
