/** English texts of Services and owners on the map. */
export const MAP_TEXTS = {
  layers: {
    services: 'Services',
    owners: 'Owners',
    endpoints: (count: number, conditions: string) => `${count === 1 ? '1 endpoint' : `${count} endpoints`}: ${conditions}`,
    conditions: { ready: 'ready', serving: 'serving', terminating: 'terminating' },
    notReady: 'not ready',
    endpoint: (conditions: string) => `endpoint: ${conditions}`,
    gaps: {
      external: (name: string) => `no endpoints: the Service is another name of ${name}`,
      nodes: 'no endpoints: each node answers this Service itself',
      'no-selector': 'no endpoints: the Service has no selector, and no EndpointSlice',
      'no-match': (selector: string) => `no endpoints: no pod has the labels ${selector}`,
      'none-ready': (pods: number) =>
        pods === 1 ? 'no endpoints: its pod is not ready' : `no endpoints: none of its ${pods} pods is ready`,
    },
    show: 'Show the object',
    noServices: 'The cluster has no Services. Create one:',
    command: 'kubectl expose deployment web --port=80',
    ready: (ready: number, pods: number) => `${ready} of ${pods} ready`,
    noOwner: 'Without an owner',
    noOwners: 'No pod has an owner.',
    marked: (pod: string, mark: string) => `${pod}, ${mark}`,
  },
} as const;
