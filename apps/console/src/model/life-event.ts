import type { LabObject } from '../store/row.ts';

/** Part of a log event that the timeline uses. */
export interface LifeEvent {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly resource: string; readonly namespace: string; readonly name: string };
  readonly uid: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly object?: LabObject;
}
