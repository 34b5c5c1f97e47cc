import type { Pod, ServicePort } from '@klockwork/resources';

/**
 * The port of a pod that a Service's port leads to; undefined when the pod has none of that name and protocol.
 * Names are those of containers and of sidecars. Models `FindPort` of `k8s.io/endpointslice/utils.go`.
 */
export function podPort({ spec }: Pod, { port, targetPort, protocol = 'TCP' }: ServicePort): number | undefined {
  const target = targetPort ?? port;
  if (typeof target === 'number') return target;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars]
    .flatMap(({ ports = [] }) => ports)
    .find((offered) => offered.name === target && (offered.protocol ?? 'TCP') === protocol)?.containerPort;
}
