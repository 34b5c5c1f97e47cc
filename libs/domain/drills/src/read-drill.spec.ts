import { expect, test } from 'vitest';
import { errorsText, readDrill } from './read-drill.ts';

const names = {
  objectProblem: (object: string) => (object.startsWith('deplyo/') ? 'the server doesn\'t have a resource type "deplyo"' : undefined),
  resourceProblem: () => undefined,
  manifestProblem: () => undefined,
};

const minimal = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Drill', metadata: { name: 'quiet' }, spec: { title: 'Quiet' } };

function errorsOf(spec: object): string[] {
  const read = readDrill({ ...minimal, spec: { title: 'Quiet', ...spec } }, names);
  return 'errors' in read ? errorsText(read.errors).split('\n') : [];
}

test('a drill of a title alone has defaults', () => {
  expect(readDrill(minimal, names)).toEqual({
    drill: {
      ...minimal,
      spec: {
        title: 'Quiet',
        description: '',
        lab: { nodes: 3, seed: 1, latency: 'realistic', at: '2026-01-01T00:00:00Z' },
        ...{ setup: [], load: [], steadyState: [], steps: [], objectives: [], measures: [], solutions: [], cheats: [], hints: [] },
      },
    },
  });
});

test('an objective in text form becomes an object', () => {
  const read = readDrill(
    {
      ...minimal,
      spec: {
        title: 'Quiet',
        steps: [{ name: 'cut', fault: { type: 'ProcessKill', processKill: { processes: ['scheduler'] } } }, { advance: '10m' }],
        objectives: ['available(deploy/web) >= 2 always', 'ready within 6m after fault', "available('deploy/web') == 3 atEnd"],
      },
    },
    names,
  );
  expect('drill' in read && read.drill.spec.objectives).toEqual([
    { name: 'available(deploy/web) >= 2 always', expression: "available('deploy/web') >= 2", window: 'Always', weight: 1 },
    { name: 'ready within 6m after fault', expression: 'steady', window: 'Within', within: '6m', after: 'fault', weight: 1 },
    { name: "available('deploy/web') == 3 atEnd", expression: "available('deploy/web') == 3", window: 'AtEnd', weight: 1 },
  ]);
});

test('errors of form come all at once, each with its path', () => {
  const spec = { colour: 'red', lab: { latency: 'slow' }, steps: 'none', objectives: ['ready'] };
  expect(errorsOf(spec)).toEqual([
    'spec.objectives[0]: Invalid value: "ready": must end with a window: "always", "atEnd" or "within DURATION", and "after STEP" behind "always" and "within"',
    'spec.colour: Forbidden: unknown field',
    'spec.lab.latency: Unsupported value: "slow": supported values: "fast", "realistic"',
    'spec.steps: Invalid value: "string": spec.steps in body must be of type array: "string"',
  ]);
});

test('impossible objectives are refused before a drill runs', () => {
  const errors = errorsOf({
    steps: [{ advance: '5m' }, { name: 'late', advance: '1m' }],
    objectives: [
      { name: 'typo', expression: "availble('deploy/web') > 1" },
      { name: 'number', expression: "available('deploy/web')" },
      { name: 'kind', expression: "available('deplyo/web') > 1" },
      { name: 'traffic', expression: "failedRequests('shop') == 0" },
      { name: 'step', expression: 'steady', after: 'never' },
      { name: 'long', expression: 'steady', window: 'Within', within: '2m', after: 'late' },
      { name: 'long', expression: 'steady', window: 'Within' },
    ],
  });
  expect(errors.map((error) => error.split('\n')[0])).toMatchInlineSnapshot(`
    [
      "spec.objectives[0].expression: Invalid value: "availble('deploy/web') > 1": ERROR: <input>:1:9: undeclared reference to 'availble' (in container '')",
      " | availble('deploy/web') > 1",
      " | ........^",
      "spec.objectives[1].expression: Invalid value: "available('deploy/web')": must evaluate to bool, not int",
      "spec.objectives[2].expression: Invalid value: "deplyo/web": the server doesn't have a resource type "deplyo"",
      "spec.objectives[3].expression.load: Not found: "shop"",
      "spec.objectives[4].after: Not found: "never"",
      "spec.objectives[5].within: Invalid value: "2m": must not be longer than the drill: 60s are left after late",
      "spec.objectives[6].within: Required value: must be specified when \`window\` is Within",
      "spec.objectives[6].name: Duplicate value: "long"",
    ]
  `);
});

test('a step has exactly one work, and solutions need a turn of the player', () => {
  const steps = [{ name: 'empty' }, { advance: '1m', kubectl: 'get pods' }, { advance: 'soon' }, { endFault: 'nothing' }];
  const errors = errorsOf({ steps, solutions: [{ name: 'a', steps: [{ player: {} }] }] });
  expect(errors).toMatchInlineSnapshot(`
    [
      "spec.steps[0]: Required value: must specify exactly one of: \`apply\`, \`delete\`, \`patch\`, \`wait\`, \`advance\`, \`fault\`, \`endFault\`, \`drain\`, \`kubectl\`, \`player\`",
      "spec.steps[1]: Forbidden: must specify exactly one of: \`apply\`, \`delete\`, \`patch\`, \`wait\`, \`advance\`, \`fault\`, \`endFault\`, \`drain\`, \`kubectl\`, \`player\`",
      "spec.steps[2].advance: Invalid value: "soon": time: invalid duration "soon"",
      "spec.steps[3].endFault: Not found: "nothing"",
      "spec.steps: Required value: solutions and cheats need a step \`player\`",
      "spec.solutions[0].steps[0].player: Forbidden: may only be specified in \`spec.steps\`",
    ]
  `);
});

test('errors of the head and of references come together', () => {
  const read = readDrill({ kind: 'Drill', spec: { title: 'Quiet', steps: [{ advance: 'soon' }] } }, names);
  expect('errors' in read && errorsText(read.errors).split('\n')).toEqual([
    'apiVersion: Unsupported value: null: supported values: "klockwork.dev/v1alpha1"',
    'metadata.name: Required value',
    'spec.steps[0].advance: Invalid value: "soon": time: invalid duration "soon"',
  ]);
});
