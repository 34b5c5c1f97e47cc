import type { Change } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** Replicas before and after. */
export type ScaledData = {
  readonly from: number;
  readonly to: number;
};

/** Returns replicas before and after; undefined without a change. */
export function scaledData<T extends KubeObject & { spec?: { replicas?: number } }>({ previous, next }: Change<T>): ScaledData | undefined {
  const [from, to] = [previous?.spec?.replicas ?? 0, next.spec?.replicas ?? 0];
  return from === to ? undefined : { from, to };
}
