import type { Pod } from '../pod/pod.ts';
import type { PolicyPod } from './policy-flow.ts';

/** Returns the fields of a pod that policies compare. */
export function policyPod({ metadata, spec }: Pod): PolicyPod {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const ports = containers.flatMap((container) =>
    (container.ports ?? []).map(({ name = '', protocol = 'TCP', containerPort }) => ({ name, protocol, port: containerPort })),
  );
  return { namespace: metadata?.namespace ?? '', labels: metadata?.labels ?? {}, ports };
}
