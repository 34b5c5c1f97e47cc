import type { MapService, ServiceEndpoint, ServiceGap } from '../../model/map-services.ts';
import { TEXTS } from '../../texts.ts';

const CONDITIONS = [
  ['ready', 'isReady'],
  ['serving', 'isServing'],
  ['terminating', 'isTerminating'],
] as const;

/** Returns `ready, serving`; `not ready` for an endpoint without a condition. */
export function conditionsText(endpoint: ServiceEndpoint): string {
  const held = CONDITIONS.filter(([, field]) => endpoint[field]).map(([name]) => TEXTS.layers.conditions[name]);
  return held.length === 0 ? TEXTS.layers.notReady : held.join(', ');
}

/** Returns the mark of the pod behind an endpoint. */
export function endpointText(endpoint: ServiceEndpoint): string {
  return TEXTS.layers.endpoint(conditionsText(endpoint));
}

/** Returns `3 endpoints: 2 ready, 2 serving`, or the reason for missing endpoints. */
export function serviceText({ endpoints, gap }: MapService): string {
  if (gap !== undefined) return gapText(gap);
  const counts = CONDITIONS.flatMap(([name, field]) => {
    const count = endpoints.filter((endpoint) => endpoint[field]).length;
    return count === 0 ? [] : [`${count} ${TEXTS.layers.conditions[name]}`];
  });
  return TEXTS.layers.endpoints(endpoints.length, counts.length === 0 ? TEXTS.layers.notReady : counts.join(', '));
}

function gapText(gap: ServiceGap): string {
  const { gaps } = TEXTS.layers;
  switch (gap.type) {
    case 'external':
      return gaps.external(gap.name);
    case 'no-match':
      return gaps['no-match'](gap.selector);
    case 'none-ready':
      return gaps['none-ready'](gap.pods);
    case 'no-selector':
    case 'nodes':
      return gaps[gap.type];
    default:
      return gap satisfies never;
  }
}
