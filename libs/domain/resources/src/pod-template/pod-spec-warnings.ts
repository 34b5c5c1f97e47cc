import { parseQuantity } from '@klockwork/api-machinery';
import { nodeSelectionWarnings } from './node-selection-warnings.ts';
import { type Container, type PodSpec, placedContainers } from './pod-spec.ts';

const UNIT_NANOS = 10n ** 9n;

/** What is accepted and probably not meant, at `path` (`spec`, `spec.template.spec`). Models `warningsForPodSpecAndMeta`. */
export function podSpecWarnings(spec: PodSpec, path: string): string[] {
  const containers = placedContainers(spec, path);
  return [
    ...nodeSelectionWarnings(spec, path),
    ...emptyPullSecrets(spec, path),
    ...containers.flatMap(({ container, path: at }) => [
      ...hiddenVariables(container, at),
      ...fractionalBytes(container, at),
      ...repeatedPorts(container, at),
    ]),
    ...negativeGrace(spec, path),
  ];
}

function emptyPullSecrets(spec: PodSpec, path: string): string[] {
  return (spec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
    name ? [] : [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`],
  );
}

function hiddenVariables({ env }: Container, path: string): string[] {
  const seen = new Set<string>();
  return (env ?? []).flatMap(({ name }, index) => {
    const hides = seen.has(name);
    seen.add(name);
    return hides ? [`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`] : [];
  });
}

function fractionalBytes({ resources }: Container, path: string): string[] {
  return (['limits', 'requests'] as const).flatMap((list) =>
    (['memory', 'ephemeral-storage'] as const).flatMap((name) => {
      const amount = resources?.[list]?.[name];
      if (amount === undefined || parseQuantity(amount).nanos % UNIT_NANOS === 0n) return [];
      return [`${path}.resources.${list}[${name}]: fractional byte value "${amount}" is invalid, must be an integer`];
    }),
  );
}

function repeatedPorts({ ports }: Container, path: string): string[] {
  const first = new Map<string, number>();
  return (ports ?? []).flatMap((port, index) => {
    if (port.hostPort) return [];
    const key = `${port.containerPort}/${port.protocol}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    return earlier === undefined ? [] : [`${path}.ports[${index}]: duplicate port definition with ${path}.ports[${earlier}]`];
  });
}

function negativeGrace(spec: PodSpec, path: string): string[] {
  if ((spec.terminationGracePeriodSeconds ?? 0) >= 0) return [];
  return [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}
