import { array, boolean, integer, number, string, struct } from '../klockwork/fields.ts';
import { open, own, strings } from './schema-fields.ts';

const summaryFields = {
  id: string('Number of the run.'),
  drill: string('Name of the drill.'),
  title: string('Title of the drill.'),
  mode: string('run or play.'),
  seed: integer('Seed of all draws.'),
  phase: string('Preparing, Running, Turn, Judging, Completed, Stopped, Failed or Interrupted.'),
  verdict: string('Passed, Failed or Inconclusive, once the run has ended.'),
  score: number('Score of a completed run, 0 to 100; points of a play.'),
};

export const drillSchemas = {
  BuiltInDrill: struct('Built-in drill.', {
    name: string('Name.'),
    title: string('One line.'),
    description: string('Task and situation.'),
    category: string('failure or repair.'),
    level: string('beginner, intermediate or advanced.'),
    teaches: string('Subjects of the drill.'),
    labMs: integer('Longest lab time of the drill, in ms; absent without a limit.'),
    isPlayable: boolean('True if the drill has a turn of the player.'),
    hintCosts: array('Points that each hint costs.', { type: 'number' }),
    solutions: strings('Solutions that can play in place of the player.'),
  }),
  BuiltInDrills: struct('Built-in drills, by name.', { items: array('Drills.', own('BuiltInDrill', '')) }),
  DrillRunOrder: struct('New run; exactly one of drill, object and document.', {
    drill: string('Name of a built-in drill.'),
    object: string('Name of a Drill of the lab, whose status gets the result.'),
    document: string('Drill in YAML or JSON.'),
    mode: string('run (default): without a player, or with a solution; play: with a person in the turn of the player.'),
    seed: integer('Seed; default that of the drill.'),
    solution: string('Solution or cheat that plays in place of the player.'),
    rate: number('Lab seconds per second of the host in the turn of the player; default 1.'),
  }),
  DrillRunSummary: struct('Run in a list.', summaryFields),
  DrillRunList: struct('Runs, newest first; at most 20 are kept.', { items: array('Runs.', own('DrillRunSummary', '')) }),
  DrillRun: struct('State of a run.', {
    ...summaryFields,
    description: string('Task and situation.'),
    solution: string('Solution that plays in place of the player.'),
    message: string('Sentence about a run without a result.'),
    isOpen: boolean('True while the API of its cluster answers below /drill/.'),
    task: string('Task of the player.'),
    attempts: integer('Number of starts: 1, and 1 for each reset.'),
    hints: open('taken: texts and costs; left; nextCost.'),
    turn: open('Turn of the player: elapsedMs, leftMs, conditions with name and met.'),
    progress: open('Lab time, steps, objectives, load and timeline; absent in a play before its end.'),
    result: open('DrillResult of a completed run; its JSON Schema: klockwork drill schema.'),
    debrief: open('DrillDebrief of a completed play, without the result.'),
  }),
} as const;
