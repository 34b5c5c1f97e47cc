import { cellOf, type LabObject, type Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';

/** Fault as the view shows it. */
export interface FaultView {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly phase: string;
  /** Lab time until the end: `4m10s`; '' unless active. */
  readonly remaining: string;
  readonly isOver: boolean;
  readonly isEnding: boolean;
  readonly conditions: readonly FaultCondition[];
  readonly evidence: readonly Evidence[];
}

export interface FaultCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Report of a process that injects a Fault. */
export interface Evidence {
  readonly process: string;
  readonly state: string;
  readonly touched: number;
  readonly names: readonly string[];
  readonly message: string;
}

interface FaultStatus {
  readonly phase?: string;
  readonly conditions?: readonly FaultCondition[];
  readonly reports?: Readonly<Record<string, Partial<Omit<Evidence, 'process'>>>>;
}

/** Returns the Faults, those in effect first, then the newest first. */
export function faultViews(rows: Rows): readonly FaultView[] {
  const views = [...rows.byKey.values()].sort((a, b) => byName(bornOf(b.object), bornOf(a.object))).map((row) => viewOf(row, rows));
  return [...views.filter(({ isOver }) => !isOver), ...views.filter(({ isOver }) => isOver)];
}

function viewOf(row: Row, { columns }: Rows): FaultView {
  const status = (row.object.status ?? {}) as FaultStatus;
  const cell = (name: string) => cellOf(row, columns, name);
  const remaining = cell('Remaining');
  return {
    ...{ name: row.key, type: cell('Type'), target: cell('Target'), phase: cell('Status') },
    remaining: remaining === '<none>' ? '' : remaining,
    isOver: status.phase === 'Recovered',
    isEnding: row.object.metadata.deletionTimestamp !== undefined,
    conditions: status.conditions ?? [],
    evidence: Object.entries(status.reports ?? {}).map(([process, report]) => ({
      ...{ process, state: '', touched: 0, names: [], message: '' },
      ...report,
    })),
  };
}

function bornOf({ metadata }: LabObject): string {
  return metadata.creationTimestamp ?? '';
}
