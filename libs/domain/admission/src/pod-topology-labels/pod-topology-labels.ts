import { type KubeObject, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { createdPod } from '../pod-request.ts';

/** Body of the `binding` subresource. */
interface Binding extends KubeObject {
  readonly target?: { readonly kind?: string; readonly name?: string };
}

/** Labels copied from node to pod. */
const TOPOLOGY_LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/**
 * Labels a pod with zone and region of its node, at binding or creation; a missing node adds none. Models
 * `plugin/pkg/admission/podtopologylabels`.
 */
export const podTopologyLabels: Admission = {
  name: 'PodTopologyLabels',

  admit(request, view) {
    const binding = postedBinding(request);
    if (binding?.target?.kind === 'Node') label(binding, binding.target.name, view);
    const pod = createdPod(request);
    if (pod?.spec?.nodeName) label(pod, pod.spec.nodeName, view);
  },
};

function postedBinding({ resource, operation, subresource, body }: AdmissionRequest): Binding | undefined {
  const isBinding = resource.group === '' && resource.resource === 'pods' && operation === 'CREATE' && subresource === 'binding';
  return isBinding ? (body as Binding | undefined) : undefined;
}

/** The node's labels override existing ones. */
function label(object: KubeObject, node: string | undefined, view: AdmissionView): void {
  const ofNode = view.get(resources.nodes, '', node ?? '')?.metadata?.labels ?? {};
  const labels = TOPOLOGY_LABELS.flatMap((key) => (ofNode[key] === undefined ? [] : [[key, ofNode[key]] as const]));
  if (labels.length === 0) return;
  object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...Object.fromEntries(labels) } };
}
