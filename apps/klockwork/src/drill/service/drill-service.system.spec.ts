import { DrillService, type RunRecords } from '@klockwork/drill-runner';
import type { RunState } from '@klockwork/drills';
import { builtInDrills, nodeTimer } from '@klockwork/host';
import { StopSource } from '@klockwork/kernel';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { expect, test } from 'vitest';

const LIMIT_MS = 60_000;
const DRILLS = '/klockwork/v1/drills';
const clusters = new TestClusters(nodeHost);

class MemoryRecords implements RunRecords {
  readonly states = new Map<string, RunState>();

  load(): readonly RunState[] {
    return [...this.states.values()];
  }

  save(state: RunState): void {
    this.states.set(state.id, JSON.parse(JSON.stringify(state)));
  }

  remove(id: string): void {
    this.states.delete(id);
  }
}

function served(records = new MemoryRecords()) {
  const service = new DrillService({ builtIn: builtInDrills(), clusters, timer: nodeTimer, records });
  const send = async (method: string, path: string, body?: object, contentType = 'application/json') => {
    const [target = '', query = ''] = path.split('?');
    const bytes = new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body));
    const request: Parameters<DrillService['handle']>[0] = {
      ...{ method, path: target, query, headers: { 'content-type': contentType }, body: bytes },
      ...{ user: 'kubernetes-admin', stop: new StopSource() },
    };
    const answer = await service.handle(request);
    if (!('body' in answer)) throw new Error('the answer is a stream');
    return { status: answer.status, json: JSON.parse(String(answer.body)) };
  };
  /** Returns the first followed state that fits. */
  const until = (id: string, fits: (state: RunState) => boolean): Promise<RunState> =>
    new Promise((resolve, reject) => {
      const stop = new StopSource();
      const request = {
        method: 'GET',
        path: `${DRILLS}/runs/${id}`,
        query: 'follow=1',
        headers: {},
        body: new Uint8Array(),
        user: 'x',
        stop,
      };
      service.handle(request).then((answer) => {
        if (!('start' in answer) || 'type' in answer) return reject(new Error('the answer is no stream'));
        answer.start({
          write(line) {
            const state = JSON.parse(String(line)) as RunState;
            if (fits(state)) {
              stop.stop();
              resolve(state);
            }
            return true;
          },
          drained: () => Promise.resolve(),
          end: () => reject(new Error('the run ended otherwise')),
        });
      }, reject);
    });
  return { service, send, until, records };
}

const completed = ({ phase }: RunState) => phase === 'Completed';

test('a run with a solution passes, and its cluster stays open until it is stopped', { timeout: LIMIT_MS }, async () => {
  const { send, until } = served();
  const { status, json } = await send('POST', `${DRILLS}/runs`, { drill: 'repair-selector-mismatch', solution: 'correct-the-selector' });
  expect([status, json.phase, json.id]).toEqual([201, 'Preparing', '1']);
  expect((await send('POST', `${DRILLS}/runs`, { drill: 'bad-image' })).json).toMatchObject({
    ...{ code: 409, message: expect.stringContaining('a drill runs already: stop it first') },
  });
  expect((await send('GET', '/drill/api/v1/pods')).status).toBe(503);
  const state = await until('1', completed);
  expect(state).toMatchObject({ verdict: 'Passed', score: 100, isOpen: true, result: { replay: expect.stringContaining('--solution') } });
  expect(state.progress?.objectives.map((objective) => objective.state)).toEqual(['Met', 'Met']);
  expect(state.progress?.steps.at(-1)?.state).toBe('Done');
  expect((await send('GET', '/drill/api/v1/namespaces/default/services/web')).json.metadata.name).toBe('web');
  expect((await send('GET', '/drill/klockwork/v1/why?object=svc/web')).status).toBe(200);
  await send('POST', `${DRILLS}/runs/1/stop`);
  expect((await send('GET', '/drill/api/v1/pods')).json.message).toContain('no cluster of a drill is open');
  expect((await send('GET', `${DRILLS}/runs`)).json.items).toEqual([
    expect.objectContaining({ id: '1', phase: 'Completed', verdict: 'Passed', score: 100 }),
  ]);
});

test('a played drill hides its causes until the player ends it, and hints cost points', { timeout: LIMIT_MS }, async () => {
  const { send, until } = served();
  await send('POST', `${DRILLS}/runs`, { drill: 'repair-selector-mismatch', mode: 'play' });
  const turn = await until('1', ({ phase }) => phase === 'Turn');
  expect(turn).toMatchObject({ isOpen: true, attempts: 1, turn: { conditions: [{ met: false }, { met: false }] } });
  expect([turn.progress, turn.result, turn.debrief]).toEqual([undefined, undefined, undefined]);
  expect((await send('GET', '/drill/klockwork/v1/why?object=svc/web')).json.message).toContain('are hidden from its player until the end');
  const { hints } = (await send('POST', `${DRILLS}/runs/1/hint`)).json;
  expect(hints.taken).toHaveLength(1);
  const patched = await send(
    'PATCH',
    '/drill/api/v1/namespaces/default/services/web',
    { spec: { selector: { app: 'web' } } },
    'application/merge-patch+json',
  );
  expect(patched.status).toBe(200);
  await send('POST', `${DRILLS}/runs/1/end`);
  const state = await until('1', completed);
  expect(state).toMatchObject({ verdict: 'Passed', score: 100 - hints.taken[0].cost, debrief: { ending: 'Asked', attempts: 1 } });
  expect(state.debrief?.writes.map(({ method, path }) => `${method} ${path}`)).toEqual(['PATCH /api/v1/namespaces/default/services/web']);
  expect((await send('GET', '/drill/klockwork/v1/why?object=svc/web')).status).toBe(200);
  expect((await send('POST', `${DRILLS}/runs/1/end`)).json.message).toContain('it is not the turn of a player');
  expect((await send('POST', `${DRILLS}/runs/1/reset`)).json).toMatchObject({
    phase: 'Preparing',
    attempts: 2,
    hints: { left: hints.left },
  });
  await send('POST', `${DRILLS}/runs/1/stop`);
  expect((await send('GET', `${DRILLS}/runs/1`)).json).toMatchObject({ phase: 'Stopped', verdict: 'Inconclusive', isOpen: false });
});

test('a run whose process ended is interrupted, and a new run follows', { timeout: LIMIT_MS }, async () => {
  const first = served();
  await first.send('POST', `${DRILLS}/runs`, { drill: 'bad-image', mode: 'play' });
  await first.until('1', ({ phase }) => phase === 'Turn');
  const later = new MemoryRecords();
  for (const [id, state] of first.records.states) later.states.set(id, state);
  await first.service.stop();
  const { send } = served(later);
  expect((await send('GET', `${DRILLS}/runs/1`)).json).toMatchObject({ phase: 'Interrupted', verdict: 'Inconclusive', isOpen: false });
  expect((await send('POST', `${DRILLS}/runs/1/hint`)).status).toBe(409);
  expect((await send('POST', `${DRILLS}/runs`, { drill: 'bad-image' })).json.id).toBe('2');
  await send('POST', `${DRILLS}/runs/2/stop`);
});

test.each<[object, number, string]>([
  [{}, 400, 'the body must have exactly one of drill, object and document'],
  [{ drill: 'nosuch' }, 404, 'no built-in drill "nosuch"'],
  [{ drill: 'bad-image', mode: 'watch' }, 400, 'mode must be run or play, not "watch"'],
  [{ drill: 'bad-image', solution: 'pray' }, 400, 'the drill has no solution "pray"'],
  [{ drill: 'bad-image', seed: -1 }, 400, 'seed must be a whole number from 0 on, not -1'],
  [{ drill: 'bad-image', rate: 0 }, 400, 'rate must be greater than 0 and at most 100000, not 0'],
  [{ drill: 'bad-image', sead: 1 }, 400, 'unknown field "sead": there are drill, object, document, mode, solution, seed, rate'],
  [{ document: 'kind: Drill' }, 422, 'metadata.name: Required value'],
])('the order %o is refused with %d', async (order, code, message) => {
  const { send } = served();
  const { status, json } = await send('POST', `${DRILLS}/runs`, order);
  expect([status, json.code, json.message]).toEqual([code, code, expect.stringContaining(message)]);
  expect((await send('GET', `${DRILLS}/runs`)).json.items).toEqual([]);
});

test('built-in drills are listed with level, subjects and time', async () => {
  const { send } = served();
  const { items } = (await send('GET', DRILLS)).json;
  expect(items).toHaveLength(builtInDrills().length);
  expect(items.filter(({ level, teaches, labMs }: Record<string, unknown>) => !level || !teaches || !labMs)).toEqual([]);
  expect(items[0]).toMatchObject({ name: 'bad-image', level: 'beginner', isPlayable: true });
});
