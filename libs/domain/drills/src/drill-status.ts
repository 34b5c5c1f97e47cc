import type { DrillObjectCondition, DrillStatus } from '@klockwork/resources';
import type { DrillResult, MeasureResult, ObjectiveResult } from './drill-result.ts';

/** Returns the status of a Drill object after a run of its spec at `generation`. The server sets the times. */
export function drillStatus(result: DrillResult, generation: number): DrillStatus {
  const { verdict, reason, message, score, seed, played, logHash, replay } = result;
  return {
    ...{ phase: 'Completed', observedGeneration: generation, verdict, reason, message },
    ...(verdict !== 'Inconclusive' && { score }),
    seed,
    ...(played !== undefined && { played }),
    objectives: result.objectives.map(objectiveStatus),
    measures: result.measures.map(measureStatus),
    ...{ logHash, replay },
    conditions: [{ type: 'Complete', status: 'True', reason, message }, passed(result)],
  };
}

function passed({ verdict, reason, message }: DrillResult): DrillObjectCondition {
  const status = verdict === 'Inconclusive' ? 'Unknown' : verdict === 'Passed' ? 'True' : 'False';
  return { type: 'Passed', status, reason, message };
}

function objectiveStatus({ name, window, weight, met, violationCount, violations }: ObjectiveResult) {
  const [first] = violations;
  return { name, window, weight, met, violations: violationCount, ...(first !== undefined && { firstViolation: first.value }) };
}

function measureStatus({ name, value, unit, weight, share }: MeasureResult) {
  return {
    name,
    ...(value !== null && { value }),
    unit,
    ...(weight !== undefined && { weight }),
    ...(share !== undefined && { share }),
  };
}
