import { TAIL_EVENTS_MAX } from '@klockwork/event-store';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const WATCH = `${CONFIG_MAPS}?watch=true`;
const MARK = 'k8s.io/initial-events-end';

const configMap = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });
// biome-ignore lint/suspicious/noExplicitAny: lines of every kind
const brief = (lines: any[]) => lines.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}@${object.metadata.resourceVersion}`);

describe('a watch begins', () => {
  test('a watch without version begins with present objects', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    for (const query of ['', '&resourceVersion=0']) expect(brief((await client.open(WATCH + query)).lines)).toEqual(['ADDED a@6']);
  });

  test('a watch with a version begins with the first change after it', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    await client.post(CONFIG_MAPS, configMap('b'));
    const watch = await client.open(`${WATCH}&resourceVersion=6`);
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { n: '1' } });
    await client.delete(`${CONFIG_MAPS}/b`);
    expect(brief(watch.lines)).toEqual(['ADDED b@7', 'MODIFIED a@8', 'DELETED b@9']);
  });

  test('a watch with initial events begins with present objects and a bookmark', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const query = '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
    const watch = await client.open(WATCH + query);
    await client.post(CONFIG_MAPS, configMap('b'));
    expect(brief(watch.lines)).toEqual(['ADDED a@6', 'BOOKMARK @6', 'ADDED b@7']);
    expect(watch.lines[1].object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { resourceVersion: '6', annotations: { [MARK]: 'true' } },
    });
    expect((await client.get(`${WATCH}&sendInitialEvents=true`)).json.message).toBe(
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  });

  test('a watch of a future version begins with a refusal', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const query = '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
    const watch = await client.open(`${WATCH}${query}&resourceVersion=99`);
    expect(watch.ended).toBe(true);
    expect(watch.lines).toEqual([{ type: 'ERROR', object: (await client.get(`${CONFIG_MAPS}?resourceVersion=99`)).json }]);
    expect(watch.lines[0].object.message).toBe('Timeout: Too large resource version: 99, current: 6');
  });

  test('a watch begins at the deprecated path, too', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    await client.post(CONFIG_MAPS, configMap('b'));
    expect(brief((await client.open('/api/v1/watch/namespaces/default/configmaps')).lines)).toEqual(['ADDED a@6', 'ADDED b@7']);
    expect(brief((await client.open('/api/v1/watch/namespaces/default/configmaps/b')).lines)).toEqual(['ADDED b@7']);
  });

  test("a watch begins from the log if the journal's memory is too short", async () => {
    const { client } = await inMemoryApiServer();
    const labelled = (n: number) => configMap('a', { metadata: { name: 'a', labels: { odd: String(n % 2 === 1) } } });
    await client.post(CONFIG_MAPS, labelled(0));
    for (let n = 1; n <= 4_200; n++) await client.put(`${CONFIG_MAPS}/a`, labelled(n));
    const watch = await client.open(`${WATCH}&resourceVersion=6&labelSelector=odd%3Dtrue`);
    await client.post(CONFIG_MAPS, configMap('b', { metadata: { name: 'b', labels: { odd: 'true' } } }));
    await expect.poll(() => watch.chunks.length).toBe(4_201);
    const seen = brief(watch.lines);
    expect(seen.slice(0, 3)).toEqual(['ADDED a@7', 'DELETED a@8', 'ADDED a@9']);
    expect(seen.at(-1)).toBe('ADDED b@4207');
  });
});

describe('a watch shows', () => {
  test('a watch shows an object that begins or stops matching as added or deleted', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const watch = await client.open(`${WATCH}&resourceVersion=6&labelSelector=app%3Dweb`);
    const label = (app: string | null) => client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata: { labels: { app } } });
    await label('web');
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { n: '1' } });
    await label('db');
    await client.delete(`${CONFIG_MAPS}/a`);
    expect(brief(watch.lines)).toEqual(['ADDED a@7', 'MODIFIED a@8', 'DELETED a@9']);
    expect(watch.lines[2].object.metadata.labels).toEqual({ app: 'web' });
  });

  test('a watch shows Tables, only the first with columns', async () => {
    const { client } = await inMemoryApiServer();
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
    const watch = await client.open(WATCH, { headers });
    await client.post(CONFIG_MAPS, configMap('a'));
    await client.post(CONFIG_MAPS, configMap('b'));
    const [first, second] = watch.lines;
    expect(first.object.columnDefinitions).toHaveLength(3);
    expect(second).toMatchObject({ type: 'ADDED', object: { kind: 'Table', columnDefinitions: null, rows: [{ cells: ['b', 0, '0s'] }] } });
  });

  test('a watch shows bookmarks about each minute on request', async () => {
    const { client, clock } = await inMemoryApiServer();
    const marked = await client.open(`${WATCH}&allowWatchBookmarks=true`);
    const plain = await client.open(WATCH);
    await client.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foo' } });
    clock.advanceTo(clock.now() + 60_000);
    expect(brief(marked.lines)).toEqual(['BOOKMARK @6']);
    expect(plain.lines).toEqual([]);
  });

  test('a watch of a silent log gets no second bookmark', async () => {
    const { client, clock } = await inMemoryApiServer();
    const marked = await client.open(`${WATCH}&allowWatchBookmarks=true`);
    clock.advanceTo(clock.now() + 600_000);
    expect(brief(marked.lines)).toEqual(['BOOKMARK @5']);
    await client.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foo' } });
    clock.advanceTo(clock.now() + 600_000);
    expect(brief(marked.lines)).toEqual(['BOOKMARK @5', 'BOOKMARK @6']);
  });

  test('a watch shows the same bytes to every watcher', async () => {
    const { client } = await inMemoryApiServer();
    const watches = [await client.open(WATCH), await client.open('/api/v1/configmaps?watch=1')];
    await client.post(CONFIG_MAPS, configMap('a'));
    expect(watches[0]?.chunks).toHaveLength(1);
    expect(watches[0]?.chunks).toEqual(watches[1]?.chunks);
  });
});

describe('a watch ends', () => {
  test('a watch ends at its time-out', async () => {
    const { client, clock, registry } = await inMemoryApiServer();
    const watch = await client.open(`${WATCH}&timeoutSeconds=5`);
    clock.advanceTo(clock.now() + 5_000);
    expect([watch.ended, registry.watches]).toEqual([true, 0]);
  });

  test("a watch of a lab ends by the host's clock, which is its client's", async () => {
    let end = () => {};
    const asked: number[] = [];
    const hostTimer = {
      now: () => 0,
      set: (delayMs: number, fire: () => void) => {
        asked.push(delayMs);
        end = fire;
        return () => {};
      },
    };
    const { client, clock } = await inMemoryApiServer({ hostTimer });
    const watch = await client.open(`${WATCH}&timeoutSeconds=5`);
    clock.advanceTo(clock.now() + 60_000);
    expect([watch.ended, asked]).toEqual([false, [5_000]]);
    end();
    expect(watch.ended).toBe(true);
  });

  test('a watch ends with its client, and leaves no timer', async () => {
    const { client, clock, registry } = await inMemoryApiServer();
    const before = clock.pending();
    const watch = await client.open(WATCH);
    watch.close();
    expect([watch.ended, registry.watches, clock.pending()]).toEqual([true, 0, before]);
  });

  test('a watch of a slow client ends once more events wait than the journal remembers', async () => {
    const { client, registry } = await inMemoryApiServer();
    const watch = await client.open(WATCH);
    watch.fast = false;
    const body = configMap('a');
    await client.post(CONFIG_MAPS, body);
    for (let n = 0; n < TAIL_EVENTS_MAX; n++) await client.put(`${CONFIG_MAPS}/a`, { ...body, data: { n: String(n) } });
    expect(registry.watches).toBe(1);
    await client.put(`${CONFIG_MAPS}/a`, { ...body, data: { n: 'one too many' } });
    expect(registry.watches).toBe(0);
    watch.drain();
    await expect.poll(() => watch.ended).toBe(true);
    expect(watch.chunks).toHaveLength(1);
  }, 60_000);

  test('a watch with many initial objects sends them sequentially, then later events', async () => {
    const { client } = await inMemoryApiServer();
    for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name));
    const watch = await client.open(`${WATCH}&resourceVersion=0`, { slow: true });
    await client.delete(`${CONFIG_MAPS}/b`);
    expect(brief(watch.lines)).toEqual(['ADDED a@6']);
    for (const told of [
      ['ADDED a@6', 'ADDED b@7'],
      ['ADDED a@6', 'ADDED b@7', 'ADDED c@8'],
      ['ADDED a@6', 'ADDED b@7', 'ADDED c@8', 'DELETED b@9'],
    ]) {
      watch.drainOnce();
      await expect.poll(() => brief(watch.lines)).toEqual(told);
    }
  });

  test('a watch of a temporarily slow client misses no events', async () => {
    const { client } = await inMemoryApiServer();
    const watch = await client.open(WATCH);
    watch.fast = false;
    for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name));
    watch.drain();
    await expect.poll(() => brief(watch.lines)).toEqual(['ADDED a@6', 'ADDED b@7', 'ADDED c@8']);
  });
});
