import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';
import { moduleFolder } from './go-program.ts';
import { eventually } from './host-program.ts';
import type { Operator, Proof } from './operator.ts';

const MODULE = 'github.com/argoproj/argo-rollouts@v1.8.5';
const ROLLOUT = 'rollout.argoproj.io/web';
const FIRST_IMAGE = 'nginx:1.27';
const SECOND_IMAGE = 'nginx:1.28';

/** Controller of Argo Rollouts: a canary with five replicas, step by step. */
export const argoRollouts: Operator = {
  name: 'argo-rollouts',
  programs: [{ module: MODULE, package: './cmd/rollouts-controller', name: 'argo-rollouts' }],
  async prove({ lab, kubeconfig, start, apply, proven }) {
    const folder = join(await moduleFolder(MODULE), 'manifests', 'crds');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('-crd.yaml')))
      await lab.kubectl(`apply --server-side -f ${join(folder, file)}`);
    await lab.kubectl('wait crd --all --for=condition=Established --timeout=60s');
    proven('its definitions are established');
    await lab.kubectl('create namespace argo-rollouts');
    const [health, metrics] = [await freePort(), await freePort()];
    const ports = ['--healthzPort', String(health), '--metricsport', String(metrics)];
    start('argo-rollouts', ['--kubeconfig', kubeconfig, '--namespace', 'argo-rollouts', ...ports]);
    await apply(rollout());
    await lab.kubectl(`wait ${ROLLOUT} --for=jsonpath={.status.phase}=Healthy --timeout=90s`);
    assert.deepEqual(await podsByImage(lab), { [FIRST_IMAGE]: 5 });
    proven('its leader runs the first revision: Healthy with five pods');
    await lab.kubectl(`patch ${ROLLOUT} --type=merge -p ${JSON.stringify({ spec: { template: templateOf(SECOND_IMAGE) } })}`);
    await lab.kubectl(`wait ${ROLLOUT} --for=jsonpath={.status.phase}=Paused --timeout=90s`);
    await eventually(async () => assert.deepEqual(await podsByImage(lab), { [FIRST_IMAGE]: 4, [SECOND_IMAGE]: 1 }));
    assert.equal(await lab.kubectl(`get ${ROLLOUT} -o jsonpath={.status.currentStepIndex}`), '1');
    proven('a canary of 20 % pauses at its step with one pod of five');
    // `kubectl argo rollouts promote` sends the same patch.
    await lab.kubectl(`patch ${ROLLOUT} --subresource=status --type=merge -p ${JSON.stringify({ status: { pauseConditions: null } })}`);
    await lab.kubectl(`wait ${ROLLOUT} --for=jsonpath={.status.currentStepIndex}=3 --timeout=90s`);
    await eventually(async () => assert.deepEqual(await podsByImage(lab), { [FIRST_IMAGE]: 2, [SECOND_IMAGE]: 3 }));
    proven('a promotion leads to the step of 60 %, with three pods of five');
    await lab.kubectl(`wait ${ROLLOUT} --for=jsonpath={.status.phase}=Healthy --timeout=90s`);
    await eventually(async () => assert.deepEqual(await podsByImage(lab), { [SECOND_IMAGE]: 5 }));
    proven('the new revision is Healthy with five pods, after a timed pause');
  },
};

/** Counts of pods that stay, by image. */
async function podsByImage(lab: Proof['lab']): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { metadata, spec } of (await lab.get('pods')).items) {
    if (metadata.deletionTimestamp !== undefined) continue;
    const [{ image }] = spec.containers;
    counts[image] = (counts[image] ?? 0) + 1;
  }
  return counts;
}

function rollout(): object {
  const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }, { pause: { duration: '5s' } }];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web' },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, ...templateOf(FIRST_IMAGE) },
      strategy: { canary: { steps } },
    },
  };
}

function templateOf(image: string): object {
  return { spec: { containers: [{ name: 'web', image }] } };
}
