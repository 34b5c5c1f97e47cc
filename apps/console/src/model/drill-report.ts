import type { LabObject } from '../store/row.ts';

/** Judged objective of a drill. */
export interface ObjectiveReport {
  readonly name: string;
  /** `within 6m after power-cut` */
  readonly window: string;
  readonly met: boolean;
  readonly violations: number;
  /** Values at the first violation, what would have prevented it, and its causes as `klockwork why` prints them. */
  readonly value: string;
  readonly prevention: string;
  readonly causes: string;
}

/** Newest run of a drill. */
export interface DrillReport {
  readonly name: string;
  readonly title: string;
  /** Phase of a drill in the lab; '' for a saved result. */
  readonly phase: string;
  readonly verdict: string;
  readonly message: string;
  /** 0 to 100; absent without a judged run. */
  readonly score?: number;
  readonly objectives: readonly ObjectiveReport[];
  /** Name, and value with its unit. */
  readonly measures: readonly (readonly [name: string, value: string])[];
  /** Command that repeats the run. */
  readonly replay: string;
}

interface Measure {
  readonly name: string;
  readonly value?: number | null;
  readonly unit: string;
}

interface Run {
  readonly verdict?: string;
  readonly message?: string;
  readonly score?: number;
  readonly measures?: readonly Measure[];
  readonly replay?: string;
}

interface Status extends Run {
  readonly phase?: string;
  readonly objectives?: readonly (Pick<ObjectiveReport, 'name' | 'window' | 'met' | 'violations'> & { readonly firstViolation?: string })[];
}

interface Result extends Run {
  readonly kind?: string;
  readonly drill?: string;
  readonly title?: string;
  readonly objectives?: readonly ResultObjective[];
}

interface ResultObjective extends Pick<ObjectiveReport, 'name' | 'window' | 'met'> {
  readonly violationCount: number;
  readonly violations: readonly { readonly value: string; readonly causes?: string }[];
  readonly prevention?: string;
}

/** Returns the newest run of a Drill of the lab. */
export function reportOfDrill({ metadata, spec = {}, status = {} }: LabObject): DrillReport {
  const { phase = 'Pending', objectives = [], ...run } = status as Status;
  return {
    ...{ name: metadata.name, title: String(spec.title ?? metadata.name), phase, ...runOf(run) },
    objectives: objectives.map(({ name, window, met, violations, firstViolation = '' }) => ({
      ...{ name, window, met, violations, value: firstViolation, prevention: '', causes: '' },
    })),
  };
}

/** Returns the run of a saved `DrillResult`; undefined for other texts. */
export function reportOfFile(text: string): DrillReport | undefined {
  const result = parsed(text);
  if (result?.kind !== 'DrillResult') return undefined;
  const { drill = '', title = drill, objectives = [], ...run } = result;
  return {
    ...{ name: drill, title, phase: '', ...runOf(run) },
    objectives: objectives.map(({ name, window, met, violationCount, violations: [first], prevention = '' }) => ({
      ...{ name, window, met, violations: violationCount, value: first?.value ?? '', prevention, causes: first?.causes ?? '' },
    })),
  };
}

function parsed(text: string): Result | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Result | undefined;
  } catch {
    return undefined;
  }
}

function runOf({
  verdict = '',
  message = '',
  score,
  measures = [],
  replay = '',
}: Run): Omit<DrillReport, 'name' | 'title' | 'phase' | 'objectives'> {
  const known = measures.flatMap(({ name, value, unit }) => (typeof value === 'number' ? [[name, `${value} ${unit}`] as const] : []));
  return { verdict, message, ...(score !== undefined && { score }), measures: known, replay };
}
