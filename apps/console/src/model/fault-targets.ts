/** Part of the lab that a person breaks. */
export type FaultTarget =
  | { readonly type: 'node'; readonly name: string }
  | {
      readonly type: 'pod';
      readonly name: string;
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly images: readonly string[];
    }
  | { readonly type: 'process'; readonly name: string }
  | { readonly type: 'image' | 'link' | 'api' };

/** Values of a form, by field: texts as people write them. */
export type FaultValues = Readonly<Record<string, string>>;

/** Processes of the control plane that a Fault can kill. */
export const PROCESSES = ['api-server', 'scheduler', 'controller-manager'] as const;

/** Returns the types of Faults for a target with their first values, the most common type first. */
export function faultsOf(target: FaultTarget): Readonly<Record<string, FaultValues>> {
  switch (target.type) {
    case 'node':
      return nodeFaults(target.name);
    case 'pod':
      return {
        ContainerCrash: { namespace: target.namespace, podSelector: labelsText(target.labels) },
        ImagePullFailure: { images: target.images.join(', ') },
      };
    case 'process':
      return processFaults(target.name);
    case 'image':
      return { ImagePullFailure: { images: '*' } };
    case 'link':
      return {
        Partition: { from: 'node-1', to: 'api-server, scheduler, controller-manager' },
        ...{ BusDelay: { components: 'scheduler', delay: '2s' }, BusLoss: { components: 'scheduler', percent: '50' } },
        ...{ BusDuplication: { components: '*' }, BusReordering: { components: '*', delay: '1s' } },
      };
    case 'api':
      return {
        ...{ ApiErrors: { error: 'InternalError', percent: '50' }, ApiLatency: { delay: '2s' } },
        ...{ StaleReads: { userAgents: 'kubectl/*', lag: '1m' } },
      };
  }
}

/** Returns `app=web, tier=front`. */
function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function nodeFaults(nodes: string): Readonly<Record<string, FaultValues>> {
  return {
    ...{ NodePowerLoss: { nodes }, AgentFrozen: { nodes }, Partition: { from: nodes, to: '*' } },
    ...{ ClockSkew: { nodes, offset: '10m' }, SlowDisk: { nodes, delay: '2s' }, CpuBrownout: { nodes, percent: '5' } },
  };
}

function processFaults(name: string): Readonly<Record<string, FaultValues>> {
  return {
    ...{ ProcessKill: { processes: name }, BusDelay: { components: name, delay: '2s' }, BusLoss: { components: name, percent: '50' } },
    Partition: { from: name, to: '*' },
    ...(name === 'api-server' && { SlowDisk: { processes: name, delay: '2s' } }),
  };
}
