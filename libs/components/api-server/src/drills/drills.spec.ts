import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PATH = '/apis/klockwork.dev/v1alpha1/drills';

const drill = (spec: object) => ({
  apiVersion: 'klockwork.dev/v1alpha1',
  kind: 'Drill',
  metadata: { name: 'power-cut' },
  spec,
});

const POWER_CUT = {
  title: 'A node loses power',
  lab: { nodes: ['a', 'b'], seed: 7 },
  load: [{ name: 'shoppers', service: 'web', ratePerSecond: 0.5 }],
  steps: [{ name: 'cut', fault: { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['a'] } } }, { advance: '10m' }],
  objectives: [
    'ready within 8m after cut',
    { name: 'few fail', expression: "failedRequests('shoppers') < 200", window: 'AtEnd', weight: 2 },
  ],
};

test('a Drill is stored as it was sent, with lists of names and objectives in both forms', async () => {
  const { client } = await inMemoryApiServer();
  const { status, json: body } = await client.post(`${PATH}?fieldValidation=Strict`, drill(POWER_CUT));
  expect({ status, spec: body.spec, state: body.status }).toEqual({ status: 201, spec: POWER_CUT, state: { phase: 'Pending' } });
});

test.each([
  [{}, 'spec.title: Required value'],
  [
    { title: 'T', steps: [{ advance: 'soon' }], objectives: ['available(deplyo/web) >= 1 always', 'ready within 1h'] },
    '[spec.steps[0].advance: Invalid value: "soon": time: invalid duration "soon", spec.objectives[0].expression: Invalid value: "deplyo/web": the server doesn\'t have a resource type "deplyo", spec.objectives[1].within: Invalid value: "1h": must not be longer than the drill: 0s are left]',
  ],
])('a Drill of %j has the errors of its file, all at once', async (spec, errors) => {
  const { client } = await inMemoryApiServer();
  const { status, json } = await client.post(PATH, drill(spec));
  expect({ status, message: json.message }).toEqual({ status: 422, message: `Drill.klockwork.dev "power-cut" is invalid: ${errors}` });
});

test('an update of a Drill is checked, and its status survives', async () => {
  const { client } = await inMemoryApiServer();
  const { json: created } = await client.post(PATH, drill({ title: 'T' }));
  const status = { phase: 'Running', seed: 3 };
  await client.put(`${PATH}/power-cut/status`, { ...created, metadata: { name: 'power-cut', uid: created.metadata.uid }, status });
  expect((await client.put(`${PATH}/power-cut`, drill({ title: 'T', steps: [{}] }))).status).toBe(422);
  const { json } = await client.put(`${PATH}/power-cut`, drill({ title: 'Two' }));
  expect(json.status).toEqual({ phase: 'Running', seed: 3, startTime: '2026-01-01T12:00:00Z' });
  const other = { ...drill({ title: 'T' }), metadata: { name: 'power-cut', uid: 'another' }, status };
  expect((await client.put(`${PATH}/power-cut/status`, other)).status).toBe(409);
});

test('an unknown field of a Drill is refused under strict validation', async () => {
  const { client } = await inMemoryApiServer();
  const { status, json: body } = await client.post(`${PATH}?fieldValidation=Strict`, drill({ title: 'T', colour: 'red' }));
  expect({ status, message: body.message }).toMatchObject({ status: 400, message: expect.stringContaining('unknown field "spec.colour"') });
});
