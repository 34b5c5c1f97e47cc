import type { Pod, ServicePort } from '@klockwork/resources';

/**
 * Pod port for a Service port; undefined without a container port of that name and protocol. Named ports include those of sidecars. Models
 * `FindPort` of `k8s.io/endpointslice/utils.go`.
 */
export function podPort({ spec }: Pod, { port, targetPort, protocol = 'TCP' }: ServicePort): number | undefined {
  const target = targetPort ?? port;
  if (typeof target === 'number') return target;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars]
    .flatMap(({ ports = [] }) => ports)
    .find((offeredPort) => offeredPort.name === target && (offeredPort.protocol ?? 'TCP') === protocol)?.containerPort;
}
