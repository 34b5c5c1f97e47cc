import { formatTime, goQuote, statusErrors } from '@klockwork/api-machinery';
import type { NodeStats } from '@klockwork/cluster-api';
import type { ApiAnswer } from '@klockwork/http-api';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { jsonAnswer, notFoundPage, textAnswer } from '../answers/answers.ts';
import { statsOfNodes } from '../metrics/agent-stats.ts';
import { type ObjectCall, targetOf } from '../objects/object-call.ts';
import { proxiedName } from './proxied-name.ts';

const KUBELET_PORT = 10_250;

/** Facts for answers of a kubelet. */
interface KubeletView {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly stats: NodeStats;
}

/** Answers by path. Models `pkg/kubelet/server`. */
const ANSWERS: Readonly<Record<string, (view: KubeletView) => ApiAnswer>> = {
  '/healthz': () => textAnswer(200, 'ok'),
  '/metrics': (view) => textAnswer(200, metricsText(view)),
  '/pods': ({ pods }) => jsonAnswer(200, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: pods }),
  '/stats/summary': (view) => jsonAnswer(200, summary(view)),
};

/** Answers `nodes/NAME/proxy/PATH` with the state of the node's agent. Throws NotFound, BadRequest and ServiceUnavailable. */
export async function nodeProxy(call: ObjectCall): Promise<ApiAnswer> {
  const { path, services } = call;
  const name = proxiedName(path.name);
  if (name === undefined) throw statusErrors.badRequest(`invalid node request ${goQuote(path.name)}`);
  const node = services.registry.get(targetOf({ ...call, path: { ...path, name: name.name } })).object as Node;
  const answer = ANSWERS[path.subresource.replace(/^proxy/, '')];
  const stats = (await statsOfNodes(services, new Set([name.name]))).get(name.name);
  if (stats === undefined) throw unreachable(node);
  if (answer === undefined) return notFoundPage();
  if (call.request.method !== 'GET') return textAnswer(405, '405: Method Not Allowed');
  const all = [...services.journal.state.list(resources.pods)].map(({ object }) => object as Pod);
  return answer({ node, stats, pods: all.filter(({ spec }) => spec?.nodeName === name.name) });
}

function unreachable({ status }: Node) {
  const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  return statusErrors.serviceUnavailable(`error trying to reach service: dial tcp ${address}:${KUBELET_PORT}: connect: connection refused`);
}

/** Models `stats/v1alpha1.Summary`, for processors and memory. */
function summary({ node, pods, stats: { at, containers } }: KubeletView): object {
  const time = formatTime(at);
  const usage = (of: NodeStats['containers']) => ({
    cpu: { time, usageNanoCores: of.reduce((sum, { nanoCores }) => sum + nanoCores, 0) },
    memory: { time, workingSetBytes: of.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) },
  });
  return {
    node: { nodeName: node.metadata?.name, ...usage(containers) },
    pods: pods.flatMap(({ metadata }) => {
      const { name = '', namespace = '', uid = '' } = metadata ?? {};
      const own = containers.filter((container) => container.namespace === namespace && container.pod === name);
      if (own.length === 0) return [];
      const each = own.map((container) => ({ name: container.name, startTime: formatTime(container.startedAt), ...usage([container]) }));
      return [{ podRef: { name, namespace, uid }, containers: each, ...usage(own) }];
    }),
  };
}

/** Metrics of the kubelet that follow from the state of its containers. */
function metricsText({ node, stats: { containers } }: KubeletView): string {
  const running = new Set(containers.map(({ namespace, pod }) => `${namespace}/${pod}`)).size;
  return [
    "# HELP kubelet_node_name [ALPHA] The node's name. The count is always 1.",
    '# TYPE kubelet_node_name gauge',
    `kubelet_node_name{node=${goQuote(node.metadata?.name ?? '')}} 1`,
    '# HELP kubelet_running_containers [ALPHA] Number of containers currently running',
    '# TYPE kubelet_running_containers gauge',
    `kubelet_running_containers{container_state="running"} ${containers.length}`,
    '# HELP kubelet_running_pods [ALPHA] Number of pods that have a running pod sandbox',
    '# TYPE kubelet_running_pods gauge',
    `kubelet_running_pods ${running}`,
    '',
  ].join('\n');
}
