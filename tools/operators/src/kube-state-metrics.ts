import assert from 'node:assert/strict';
import { freePort } from '@klockwork/host';
import { eventually } from './host-program.ts';
import type { Operator } from './operator.ts';

/** kube-state-metrics: informers for all built-in kinds, and its metrics read by a pod. */
export const kubeStateMetrics: Operator = {
  name: 'kube-state-metrics',
  programs: [{ module: 'k8s.io/kube-state-metrics/v2@v2.15.0', package: '.', name: 'kube-state-metrics' }],
  async prove({ lab, kubeconfig, start, proven }) {
    const [port, telemetry] = [await freePort(), await freePort()];
    start('kube-state-metrics', ['--kubeconfig', kubeconfig, '--port', String(port), '--telemetry-port', String(telemetry)]);
    await lab.kubectl('create deployment web --image=nginx --replicas=3');
    await lab.kubectl('rollout status deployment/web --timeout=120s');
    await eventually(async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      assert.match(metrics, /^kube_deployment_status_replicas_available\{namespace="default",deployment="web"\} 3$/m);
      assert.equal(metrics.match(/^kube_node_info\{/gm)?.length, 2);
    });
    proven('metrics of a Deployment and of nodes');
    await lab.klockwork('connect', 'metrics', '--to', `127.0.0.1:${port}`, '--port', '80');
    await lab.kubectl('run reader --image=busybox --restart=Never -- wget -qO- http://metrics/healthz');
    await lab.kubectl('wait pod/reader --for=jsonpath={.status.phase}=Succeeded --timeout=120s');
    assert.equal((await lab.kubectl('logs reader')).trim(), 'OK');
    proven('a pod reads them through a connected Service');
  },
};
