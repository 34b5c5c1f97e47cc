import type { Filter } from '../../plugin.ts';
import { topologyValue } from '../../topology-value.ts';

const TOO_MANY = "node(s) didn't match pod topology spread constraints";
const NO_LABEL = `${TOO_MANY} (missing required label)`;

/** Refuses nodes whose topology would exceed the maxSkew of a DoNotSchedule constraint. Models `plugins/podtopologyspread`. */
export const podTopologySpread: Filter = {
  name: 'PodTopologySpread',
  refuse({ spread }, node) {
    for (const { constraint, pods, fewest, itself } of spread) {
      const value = topologyValue(node, constraint.topologyKey);
      if (value === undefined) return { reasons: [NO_LABEL], resolvable: false };
      if ((pods.get(value) ?? 0) + itself - fewest > constraint.maxSkew) return { reasons: [TOO_MANY], resolvable: true };
    }
    return undefined;
  },
};
