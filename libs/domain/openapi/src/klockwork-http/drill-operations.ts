import { type Method, type Operation, pathParameter, query } from './operation.ts';

const id = pathParameter('id', 'Number of the run.', 'integer');

function command(name: string, summary: string): Record<string, Partial<Record<Method, Operation>>> {
  return { [`drills/runs/{id}/${name}`]: { post: { id: `${name}DrillRun`, summary, parameters: [id], answer: 'DrillRun' } } };
}

/** Operations of drills, by path below `/klockwork/v1/`. */
export const drillOperations: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  drills: { get: { id: 'listDrills', summary: 'Built-in drills', answer: 'BuiltInDrills' } },
  'drills/runs': {
    get: { id: 'listDrillRuns', summary: 'Runs, newest first', answer: 'DrillRunList' },
    post: {
      id: 'startDrillRun',
      summary: 'Starts a run on a cluster of its own. 409 while another one runs; 422 for an invalid drill',
      ...{ body: 'DrillRunOrder', answer: 'DrillRun', status: 201 },
    },
  },
  'drills/runs/{id}': {
    get: {
      id: 'readDrillRun',
      summary: 'State of a run; with follow, a line for each new state',
      parameters: [id, query('follow', 'Continues with new states.', 'boolean')],
      answer: 'DrillRun',
    },
  },
  ...command('hint', 'Takes the next hint of a play, and its points'),
  ...command('end', 'Ends the turn of the player; the rest of the drill then judges'),
  ...command('reset', 'Begins a play again, in its broken state. Hints stay taken'),
  ...command('stop', 'Ends a run without a result, or the cluster of an ended one'),
};
