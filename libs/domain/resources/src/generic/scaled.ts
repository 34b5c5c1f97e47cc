import type { Change } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** How many replicas were asked for before and after. */
export type ScaledData = {
  readonly from: number;
  readonly to: number;
};

/** The replicas before and after, when a change moved them. */
export function scaledData<T extends KubeObject & { spec?: { replicas?: number } }>({ previous, next }: Change<T>): ScaledData | undefined {
  const [from, to] = [previous?.spec?.replicas ?? 0, next.spec?.replicas ?? 0];
  return from === to ? undefined : { from, to };
}
