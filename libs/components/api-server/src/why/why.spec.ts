import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const WHY = '/klockwork/v1/why';
const configMap = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

describe('why', () => {
  test.each([
    ['cm/a&to=web:80', 'to is for pods, not for configmaps'],
    ['pods/a&to=web', 'to must be a destination such as web.shop:80, not "web"'],
  ])('the question %s is refused', async (question, message) => {
    const { client } = await inMemoryApiServer();
    expect((await client.get(`${WHY}?object=${question}`)).json).toMatchObject({ code: 400, message });
  });

  test('a why answer explains an object by its requests, its last change first', async () => {
    const { client } = await inMemoryApiServer();
    const { json: created } = await client.post(CONFIG_MAPS, configMap('a'));
    await client.put(`${CONFIG_MAPS}/a`, configMap('a', { n: '1' }));
    const step = (revision: number, type: string, change: string, name: string, data: object) => ({
      revision,
      at: Date.parse('2026-01-01T12:00:00Z'),
      type,
      change,
      key: { group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
      uid: created.metadata.uid,
      actor: { user: 'admin', userAgent: 'test' },
      cause: { trigger: 'request', name },
      data,
      branches: [],
      along: [],
    });
    expect((await client.get(`${WHY}?object=cm/a`)).json).toEqual({
      apiVersion: 'klockwork.dev/v1alpha1',
      kind: 'Why',
      answers: [
        {
          question: 'configmaps/default/a was changed',
          diagnosis: { statement: 'configmaps/default/a was changed', findings: [{ text: 'data.n was added' }], remedies: [], related: [] },
          chain: {
            steps: [step(7, 'ConfigMapUpdated', 'updated', 'update', expect.any(Object) as object)],
            end: { ends: 'at-its-beginning' },
          },
        },
        {
          question: 'configmaps/default/a was created',
          chain: { steps: [step(6, 'ConfigMapCreated', 'created', 'create', {})], end: { ends: 'at-its-beginning' } },
        },
      ],
    });
  });

  test('a why answer explains a deleted object, the newest of its name unless selected by UID', async () => {
    const { client } = await inMemoryApiServer();
    const { json: first } = await client.post(CONFIG_MAPS, configMap('a'));
    await client.delete(`${CONFIG_MAPS}/a`);
    await client.post(CONFIG_MAPS, configMap('a'));
    const { json: newest } = await client.get(`${WHY}?object=configmaps/default/a`);
    expect(newest.answers.map(({ question }: { question: string }) => question)).toEqual(['configmaps/default/a was created']);
    expect(newest.namesakes).toEqual([first.metadata.uid]);
    const { json: former } = await client.get(`${WHY}?object=configmaps/a&uid=${first.metadata.uid}`);
    expect(former.answers[0].question).toBe('configmaps/default/a was deleted');
  });

  test('a why answer explains any event, including initial ones', async () => {
    const { client } = await inMemoryApiServer();
    const { json } = await client.get(`${WHY}?revision=1`);
    expect(json.answers).toMatchObject([
      { question: 'NamespaceCreated namespaces/default', chain: { steps: [{ cause: { trigger: 'boot', name: 'api-server' } }] } },
    ]);
  });

  test.each([
    ['object=pods/none', 404, 'pods "none" not found'],
    ['object=deploy/shop/none', 404, 'deployments.apps "none" not found'],
    ['object=cm/a&uid=other', 404, 'configmaps "a" not found'],
    ['revision=99', 404, 'the log ends at revision 8'],
    ['revision=last', 400, 'revision must be a revision, not "last"'],
    ['', 400, 'one of object and revision must be given'],
    ['object=cm/a&revision=1', 400, 'one of object and revision must be given'],
    ['object=things/a', 404, 'the server doesn\'t have a resource type "things"'],
    ['object=pods', 400, 'object must be a resource and a name such as pods/web, not "pods"'],
    ['object=cm/a&restart=1', 400, 'restart is for pods, not for cm/a'],
    ['object=po/a&restart=0', 400, 'restart must be the number of a restart, not "0"'],
    ['object=po/a&restart=2', 400, 'pods/default/a restarted 0 times, not 2'],
  ])('a why request is refused for %j', async (query, status, message) => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await client.post('/api/v1/namespaces/default/serviceaccounts', account);
    await client.post('/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'a', image: 'nginx' }] },
    });
    const answer = await client.get(`${WHY}?${query}`);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});
