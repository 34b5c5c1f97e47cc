import type { Definition } from '../definition.ts';
import { array, boolean, integer, listOf, number, objectOf, string, struct, structField } from './fields.ts';

const PREFIX = 'dev.klockwork.v1alpha1';
const LINES: Definition = { type: 'string' };

/** Returns a list of structs. */
function structs(description: string, name: string): Definition {
  return array(description, { allOf: [{ $ref: `#/components/schemas/${PREFIX}.${name}` }] });
}

const specFields: Readonly<Record<string, Definition>> = {
  title: string('One line for lists and reports.'),
  description: string('Task and situation, for people.'),
  lab: structField('The cluster that the drill is played on.', `${PREFIX}.DrillLab`),
  setup: structs('Steps before the drill begins. Not judged.', 'DrillStep'),
  load: structs('Clients that ask Services at a rate.', 'DrillLoad'),
  steadyState: array('Conditions: CEL, or as in kubectl wait: deploy/web condition=Available.', LINES),
  steps: structs('The drill.', 'DrillStep'),
  objectives: array('Objectives: objects with name, expression and window, or texts such as "available(deploy/web) >= 2 always".', {
    description: 'An object with name, expression, window, within, after, grace, weight, prevention and object, or a text.',
  }),
  measures: structs('Shares of measures in the score.', 'DrillMeasure'),
  solutions: structs('Steps that solve the drill in place of the player.', 'DrillPlay'),
  cheats: structs('Steps that seem to solve the drill, and fail.', 'DrillPlay'),
  hints: structs('Hints for the player, in the order of their tiers.', 'DrillHint'),
};

const stepFields: Readonly<Record<string, Definition>> = {
  name: string('Name of the step, for windows and for endFault.'),
  apply: string('Manifests in YAML, for server-side apply.'),
  delete: string('An object to delete: deploy/web, pods/shop/web.'),
  patch: structField('A patch of an object.', `${PREFIX}.DrillPatch`),
  wait: structField('Lab time passes until a condition holds.', `${PREFIX}.DrillWait`),
  advance: string('Lab time that passes, such as 10m.'),
  fault: structField('The spec of a Fault to create.', `${PREFIX}.FaultSpec`),
  endFault: string('Name of an earlier fault step, whose Fault is deleted.'),
  mayTouchNothing: boolean('Accepts a fault that touches nothing.'),
  drain: structField('A node to cordon and to drain.', `${PREFIX}.DrillDrain`),
  kubectl: string('Arguments of kubectl.'),
  player: structField('The turn of the player. Only in steps, once.', `${PREFIX}.DrillTurn`),
};

const statusFields: Readonly<Record<string, Definition>> = {
  phase: string('Pending, Running, Completed, or Stopped by a signal.'),
  observedGeneration: integer('The generation of the spec that was run.'),
  verdict: string('Passed, Failed or Inconclusive.'),
  reason: string('ObjectivesMet, ObjectivesViolated, NotSteady, FaultTouchedNothing or StepFailed.'),
  message: string('A sentence for people.'),
  score: integer('Points from 0 to 100. Absent for an inconclusive drill.'),
  seed: integer('The seed of the run.'),
  runner: string('Process of a run that has not ended.'),
  played: string('The solution or cheat that was played.'),
  startTime: string('Lab time of this lab at the begin of the run.'),
  completionTime: string('Lab time of this lab at the end of the run.'),
  objectives: structs('The judged objectives.', 'DrillObjectiveStatus'),
  measures: structs('The computed measures.', 'DrillMeasureStatus'),
  logHash: string('Hash of the log of the drilled cluster.'),
  replay: string('The command that repeats the run.'),
  conditions: array('Complete and Passed.', { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Condition' }] }),
};

// No field is required here: a missing one has the error of the drill's file.
export const drillDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.Drill`]: objectOf({
    kind: 'Drill',
    description: 'Drill breaks a cluster of its own under load, and judges how it copes. `klockwork drill run drills/NAME` runs it.',
    spec: structField('The failure, the load and the objectives.', `${PREFIX}.DrillSpec`),
    status: structField('The result of the newest run. Read-only.', `${PREFIX}.DrillStatus`),
  }),
  [`${PREFIX}.DrillList`]: listOf('Drill', `${PREFIX}.Drill`),
  [`${PREFIX}.DrillSpec`]: struct('DrillSpec describes a drill.', specFields),
  [`${PREFIX}.DrillLab`]: struct('DrillLab is the cluster of a drill.', {
    nodes: { description: 'A number of nodes, or a list of their names. 3 when not given.' },
    seed: integer('Seed of all draws. 1 when not given.'),
    latency: string('realistic, or fast pulls and container starts. realistic when not given.'),
    at: string('The instant at which lab time begins. 2026-01-01T00:00:00Z when not given.'),
  }),
  [`${PREFIX}.DrillLoad`]: struct('DrillLoad is a client that asks a Service at a rate, and counts failures.', {
    ...{ name: string('Name for expressions.'), namespace: string('Namespace of the Service. default when not given.') },
    ...{ service: string('The Service.'), port: integer('Its port. 80 when not given.'), path: string('The path. / when not given.') },
    ratePerSecond: number('Requests per second of lab time. 1 when not given.'),
    timeout: string('A request without an answer within this time failed. 2s when not given.'),
  }),
  [`${PREFIX}.DrillStep`]: struct('DrillStep has exactly one member beside its name.', stepFields),
  [`${PREFIX}.DrillPatch`]: struct('DrillPatch changes an object.', {
    object: string('The object.'),
    type: string('strategic, merge or json. strategic when not given.'),
    patch: string('A patch in YAML.'),
  }),
  [`${PREFIX}.DrillWait`]: struct('DrillWait waits for a condition.', {
    for: string('The condition.'),
    within: string('The limit. 5m when not given.'),
  }),
  [`${PREFIX}.DrillDrain`]: struct('DrillDrain drains a node.', {
    node: string('The node.'),
    within: string('The limit. 10m when not given.'),
  }),
  [`${PREFIX}.DrillTurn`]: struct('DrillTurn is the turn of the player.', {
    ...{ task: string('A sentence for the player.'), within: string('Lab time that the player has.') },
  }),
  [`${PREFIX}.DrillMeasure`]: struct('DrillMeasure is the share of a measure in the score.', {
    name: string('timeToDetectSeconds, timeToRecoverSeconds, unavailableSeconds, failedRequests, budgetViolations or podsLost.'),
    ...{ weight: integer('The weight. 1 when not given.'), limit: number('The value that earns nothing.') },
  }),
  [`${PREFIX}.DrillPlay`]: struct('DrillPlay is played in place of the player.', {
    name: string('The name.'),
    description: string('A sentence.'),
    steps: structs('The steps.', 'DrillStep'),
  }),
  [`${PREFIX}.DrillHint`]: struct('DrillHint is a hint for the player.', {
    text: string('The hint.'),
    cost: integer('Points that it costs. 5 when not given.'),
  }),
  [`${PREFIX}.DrillStatus`]: struct('DrillStatus is the result of a run.', statusFields),
  [`${PREFIX}.DrillObjectiveStatus`]: struct(
    'DrillObjectiveStatus is a judged objective.',
    {
      ...{ name: string('The name.'), window: string('The window.'), weight: integer('The weight.'), met: boolean('False if violated.') },
      ...{ violations: integer('Number of violations.'), firstViolation: string('Values at the first violation.') },
    },
    ['name', 'met'],
  ),
  [`${PREFIX}.DrillMeasureStatus`]: struct(
    'DrillMeasureStatus is a computed measure.',
    {
      ...{
        name: string('The name.'),
        value: number('The value. Absent: not applicable.'),
        unit: string('s, requests, violations or pods.'),
      },
      ...{ weight: integer('The weight.'), share: number('The earned share, from 0 to 1.') },
    },
    ['name'],
  ),
};
