import { type DaemonSet, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { historyOf } from './revision-history.ts';

test('the data of a revision has sorted keys, since kubectl compares bytes with its own serialization', () => {
  const containers = [{ name: 'agent', image: 'nginx', env: [{ value: '1', name: 'A' }] }];
  const template = { spec: { restartPolicy: 'Always', containers }, metadata: { labels: { b: '1', a: '2' } } };
  const object: DaemonSet = { metadata: { namespace: 'default', name: 'agent', uid: 'u' } };
  const owner = { resource: resources.daemonSets, object };
  const { current } = historyOf({ owner, template, revisions: [], collisionCount: undefined, hashLabel: 'hash' });
  expect(JSON.stringify(current.data)).toBe(
    '{"spec":{"template":{"$patch":"replace","metadata":{"labels":{"a":"2","b":"1"}},' +
      '"spec":{"containers":[{"env":[{"name":"A","value":"1"}],"image":"nginx","name":"agent"}],"restartPolicy":"Always"}}}}',
  );
});
