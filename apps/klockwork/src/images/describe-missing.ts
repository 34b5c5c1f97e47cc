import { type Catalogue, familiarName, type ImageDescription, type ImageReference, parseReference, resolveImage } from '@klockwork/images';
import { type DeclaredContainer, declaredContainer, probeTarget } from '@klockwork/pod-lifecycle';
import type { Pod } from '@klockwork/resources';

type Container = NonNullable<Pod['spec']>['containers'][number];
type Listener = NonNullable<NonNullable<ImageDescription['programs']>[string]['listens']>[number];

/** Container with an unknown image. */
interface MissingImage {
  readonly reference: ImageReference;
  readonly container: Container;
  readonly declared: DeclaredContainer;
}

/** Descriptions of all images of `pods` that `catalogue` does not have, by name: with the tags, ports and probes of the pods. */
export function describeMissing(pods: readonly Pod[], catalogue: Catalogue): ImageDescription[] {
  const byName = Map.groupBy(
    pods.flatMap((pod) => missingOf(pod, catalogue)),
    ({ reference }) => familiarName(reference),
  );
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, uses]) => descriptionOf(name, uses));
}

function missingOf(pod: Pod, catalogue: Catalogue): MissingImage[] {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  return [...initContainers, ...containers].flatMap((container) => {
    const reference = parseReference(container.image ?? '');
    const isMissing = reference !== undefined && 'reason' in resolveImage(catalogue, container.image ?? '');
    return isMissing ? [{ reference, container, declared: declaredContainer(pod, container) }] : [];
  });
}

/** An image whose containers all end is a program that ends. */
function descriptionOf(repository: string, uses: readonly MissingImage[]): ImageDescription {
  const program = repository.slice(repository.lastIndexOf('/') + 1);
  const tags = [...new Set(uses.map(({ reference }) => reference.tag ?? '*'))].sort();
  const output = ['{{now:rfc3339}} {{image}} has started: its program is not simulated'];
  const listens = listenersOf(uses);
  const ends = uses.every(({ declared }) => declared.ends);
  const behavior = ends ? { exits: { after: '1s' } } : listens.length > 0 ? { listens } : {};
  return { repository, tags, standIn: true, entrypoint: [program], programs: { [program]: { output, ...behavior } } };
}

function listenersOf(uses: readonly MissingImage[]): Listener[] {
  const byPort = new Map<number, Listener>();
  for (const { container, declared } of uses)
    for (const port of declared.ports) byPort.set(port, byPort.get(port) ?? { port, protocol: protocolOf(container, port) });
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}

/** Returns the protocol of the port's probes; without probes the port accepts any protocol. */
function protocolOf(container: Container, port: number): NonNullable<Listener['protocol']> {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  const targets = [readinessProbe, livenessProbe, startupProbe].flatMap((probe) => (probe ? [probeTarget(probe, container, '')] : []));
  for (const target of targets) {
    if (target.type === 'http' && target.port === port) return target.tls ? 'HTTPS' : 'HTTP';
    if (target.type === 'grpc' && target.port === port) return target.service === '' ? 'GRPC' : 'ANY';
  }
  return 'ANY';
}
