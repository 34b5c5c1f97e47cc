import {
  type Drill,
  type DrillPlay,
  type DrillReason,
  type DrillResult,
  type DrillVerdict,
  type DrillViolation,
  type MeasureResult,
  measureResults,
  type ObjectiveJudge,
  type ObjectiveResult,
  objectOfObjective,
  RESULT_VERSION,
  scoreOf,
  type ViolationSpan,
  windowText,
} from '@klockwork/drills';
import { LogHash } from '@klockwork/kernel';
import type { SimulatedTestCluster } from '@klockwork/test-cluster';
import type { DrillRun } from './drill-run.ts';

/** Ended run, and what it ran. */
export interface EndedRun {
  readonly drill: Drill;
  readonly cluster: SimulatedTestCluster;
  readonly play: DrillPlay | undefined;
  readonly run: DrillRun;
  /** Name or file of the drill. */
  readonly source: string;
}

/** Violations with a chain of causes, of each objective. */
const EXPLAINED_MAX = 3;

/** Returns the result of an ended run, with the causes of its violations. */
export async function drillResult(endedRun: EndedRun): Promise<DrillResult> {
  const { drill, cluster, play, run, source } = endedRun;
  const { end } = run;
  const objectives: ObjectiveResult[] = [];
  for (const judge of run.judges) objectives.push(await objectiveResult(judge, endedRun));
  const measures = measuresOf(endedRun);
  const outcome = outcomeOf(run, objectives);
  const { watch, begunAt } = run.facts;
  return {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillResult', schemaVersion: RESULT_VERSION },
    ...{ drill: drill.metadata.name, title: drill.spec.title, description: drill.spec.description },
    ...(play !== undefined && { played: play.name }),
    ...outcome,
    score: outcome.verdict === 'Inconclusive' ? 0 : scoreOf(objectives, measures),
    ...{ objectives, measures },
    load: run.loads.map(({ load, log }) => log.result(load.name, `${load.namespace}/${load.service}:${load.port}${load.path}`)),
    steadyState: {
      conditions: drill.spec.steadyState,
      ...{ before: run.wasSteadyBefore, losses: watch.losses.length, lostMs: watch.lostMs(end.at), after: watch.steady },
    },
    faults: run.faults.results(),
    timeline: run.timeline.entries(begunAt),
    seed: cluster.seed,
    revisions: { first: run.firstRevision, last: end.revision },
    labTime: { from: timeText(begunAt), to: timeText(end.at), ms: end.at - begunAt },
    logHash: logHash(cluster, end.revision),
    replay: `klockwork drill run ${source} --seed ${cluster.seed}${play === undefined ? '' : ` --solution ${play.name}`}`,
  };
}

function measuresOf({ drill, run }: EndedRun): readonly MeasureResult[] {
  const { watch } = run.facts;
  const { steadyState, load, measures } = drill.spec;
  const seconds = new Set(run.loads.flatMap(({ log }) => log.failedSeconds()));
  return measureResults(
    {
      ...{ disruptedAt: run.disruptedAt, losses: watch.losses, hasSteadyState: steadyState.length > 0, lostMs: watch.lostMs(run.end.at) },
      failedSeconds: load.length > 0 ? seconds.size : undefined,
      failedRequests: run.loads.reduce((sum, { log }) => sum + log.failed, 0),
      ...{ budgetViolations: run.counts.budgetViolations, podsLost: run.counts.podsLost },
    },
    measures,
  );
}

type Outcome = { readonly verdict: DrillVerdict; readonly reason: DrillReason; readonly message: string };

function outcomeOf(run: DrillRun, objectives: readonly ObjectiveResult[]): Outcome {
  if (run.aborted !== undefined) return { verdict: 'Inconclusive', ...run.aborted };
  const idle = run.faults.idle();
  if (idle.length > 0) {
    const names = idle.map(({ step, type }) => `${step} (${type})`).join(', ');
    return { verdict: 'Inconclusive', reason: 'FaultTouchedNothing', message: `the fault touched nothing: ${names}` };
  }
  const violatedResults = objectives.filter(({ met }) => !met);
  if (violatedResults.length === 0)
    return { verdict: 'Passed', reason: 'ObjectivesMet', message: `all ${objectives.length} objectives were met` };
  const names = violatedResults.map(({ name }) => name).join('; ');
  return {
    verdict: 'Failed',
    reason: 'ObjectivesViolated',
    message: `${violatedResults.length} of ${objectives.length} objectives were violated: ${names}`,
  };
}

async function objectiveResult(judge: ObjectiveJudge, run: EndedRun): Promise<ObjectiveResult> {
  const { objective, violations, violationCount, met, metSince } = judge;
  const explainedViolations: DrillViolation[] = [];
  for (const [index, violation] of violations.entries()) {
    const causes = index < EXPLAINED_MAX ? await causesOf(violation, judge, run.cluster) : undefined;
    explainedViolations.push(violationOf(violation, judge, { causes, begunAt: run.run.facts.begunAt }));
  }
  return {
    ...{ name: objective.name, expression: objective.expression, window: windowText(objective), weight: objective.weight, met },
    ...(metSince !== undefined && { metAt: momentOf(metSince, run.run.facts.begunAt) }),
    violations: explainedViolations,
    violationCount,
    ...(objective.prevention !== undefined && { prevention: objective.prevention }),
  };
}

function violationOf(
  violation: ViolationSpan,
  { objective, condition }: ObjectiveJudge,
  { causes, begunAt }: { readonly causes: string | undefined; readonly begunAt: number },
): DrillViolation {
  const object = objectOfObjective(objective, condition);
  return {
    ...momentOf(violation, begunAt),
    value: violation.value,
    ...(violation.until !== undefined && { until: timeText(violation.until) }),
    ...(object !== undefined && { object }),
    ...(causes !== undefined && { causes }),
  };
}

/** Returns causes of the violating event; for a violating request, causes of the objective's object. */
async function causesOf(
  { byEvent, revision }: ViolationSpan,
  judge: ObjectiveJudge,
  cluster: SimulatedTestCluster,
): Promise<string | undefined> {
  if (byEvent) return cluster.whyRevision(revision);
  const object = objectOfObjective(judge.objective, judge.condition);
  if (object === undefined || cluster.history(object).length === 0) return undefined;
  return cluster.why(object);
}

function momentOf({ at, revision }: { readonly at: number; readonly revision: number }, begunAt: number) {
  return { revision, time: timeText(at), elapsedMs: at - begunAt };
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}

/** Returns the hash of the log up to a revision, without the Clock object: its reports hold host time. */
function logHash({ events }: SimulatedTestCluster, last: number): string {
  const hash = new LogHash();
  for (const event of events) if (event.revision <= last && event.key.resource !== 'clocks') hash.add(JSON.stringify(event));
  return hash.digest();
}
