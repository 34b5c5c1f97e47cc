import { expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { webDeployment, webIs } from './scenarios/web-deployment.ts';
import { hostTurn } from './testing/host-turn.ts';

const play = (run: Scenario['run'], waives: readonly string[] = []) =>
  runScenario({ scenario: { name: 'test', description: 'a test', nodes: ['node-1', 'node-2'], waives, run }, seed: 1, nextTurn: hostTurn });

test('a wait without end is a violation with its condition', async () => {
  await expect(play((script) => script.waitUntil('a third node', () => false, 60_000))).rejects.toMatchObject({
    rule: 'the-cluster-converges',
    problem: 'waited 60 s for a third node',
  });
});

test('an invariant that a scenario breaks and does not waive is seen, with the event that broke it', async () => {
  const cutPower: Scenario['run'] = async (script) => {
    await script.apply(webDeployment({ replicas: 2 }));
    await script.waitUntil('both', (objects) => webIs(objects, { image: 'nginx:1.27', replicas: 2 }), 60_000);
    script.crash('node-1');
    await script.pass(600_000);
  };
  await expect(play(cutPower)).rejects.toMatchObject({ rule: 'rollout-keeps-available', event: { type: 'PodStatusReported' } });
  await expect(play(cutPower, ['rollout-keeps-available'])).resolves.toMatchObject({ scenario: 'test', seed: 1 });
});

test('caches that cannot hear of the last change are seen to differ from the log', async () => {
  const deaf: Scenario['run'] = async (script) => {
    script.partition('observer');
    await script.apply(webDeployment());
    await script.pass(60_000);
  };
  await expect(play(deaf)).rejects.toMatchObject({ rule: 'caches-equal-the-log' });
});

test('an administrator retries until the api-server returns', async () => {
  await play(async (script) => {
    script.crash('api-server');
    const applied = script.apply(webDeployment({ replicas: 1 }));
    script.start('api-server');
    await applied;
    await script.waitUntil('one', (objects) => webIs(objects, { image: 'nginx:1.27', replicas: 1 }), 60_000);
  });
});
