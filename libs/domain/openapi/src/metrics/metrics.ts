import { type Definition, REFERENCE_PREFIX } from '../definition.ts';
import { array, map, string, struct, structField } from '../klockwork/fields.ts';

const PREFIX = 'io.k8s.metrics.pkg.apis.metrics.v1beta1';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Definitions of `metrics.k8s.io` by name, as metrics-server publishes them. */
export const metricsDefinitions: Readonly<Record<string, Definition>> = {
  ...kindWithList('NodeMetrics', 'NodeMetrics sets resource usage metrics of a node.', { usage: usage() }, ['usage']),
  ...kindWithList(
    'PodMetrics',
    'PodMetrics sets resource usage metrics of a pod.',
    { containers: array('Metrics for all containers are collected within the same time window.', reference(`${PREFIX}.ContainerMetrics`)) },
    ['containers'],
  ),
  [`${PREFIX}.ContainerMetrics`]: struct(
    'ContainerMetrics sets resource usage metrics of a container.',
    { name: string('Container name corresponding to the one from pod.spec.containers.'), usage: usage() },
    ['name', 'usage'],
  ),
};

function kindWithList(
  kind: string,
  description: string,
  own: Readonly<Record<string, Definition>>,
  required: readonly string[],
): Record<string, Definition> {
  const fields = {
    ...typeFields(),
    metadata: structField("Standard object's metadata.", `${META}.ObjectMeta`),
    timestamp: structField('The end of the interval from which metrics were collected.', `${META}.Time`),
    window: string('How long the interval was.'),
    ...own,
  };
  const list = {
    ...typeFields(),
    metadata: structField('Standard list metadata.', `${META}.ListMeta`),
    items: { description: 'The metrics.', type: 'array', items: reference(`${PREFIX}.${kind}`) } as Definition,
  };
  return {
    [`${PREFIX}.${kind}`]: { ...struct(description, fields, ['timestamp', 'window', ...required]), ...servedAs(kind) },
    [`${PREFIX}.${kind}List`]: { ...struct(`${kind}List is a list of ${kind}.`, list, ['items']), ...servedAs(`${kind}List`) },
  };
}

function usage(): Definition {
  return map('The memory usage is the memory working set.', reference('io.k8s.apimachinery.pkg.api.resource.Quantity'));
}

function reference(definition: string): Definition {
  return { allOf: [{ $ref: `${REFERENCE_PREFIX}${definition}` }] };
}

function typeFields(): Record<string, Definition> {
  return { apiVersion: string('The group and version of the object: metrics.k8s.io/v1beta1.'), kind: string('The kind of the object.') };
}

function servedAs(kind: string): Definition {
  return { 'x-kubernetes-group-version-kind': [{ group: 'metrics.k8s.io', version: 'v1beta1', kind }] };
}
