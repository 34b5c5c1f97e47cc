import { AUTO_UPDATE } from '../flow-schema/flow-schema.ts';
import type { PriorityLevelConfiguration, PriorityLevelSpec } from './priority-level-configuration.ts';

/** Names of the two mandatory levels. Models `MandatoryPriorityLevelConfigurations`. */
const MANDATORY = ['exempt', 'catch-all'];
/** Name, shares, lendable percentage, queues, hand size. */
const QUEUED: readonly (readonly [string, number, number, number, number])[] = [
  ['system', 30, 33, 64, 6],
  ['node-high', 40, 25, 64, 6],
  ['leader-election', 10, 0, 16, 4],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
  ['global-default', 20, 50, 128, 6],
];

/**
 * Returns a new cluster's priority levels: two mandatory and all suggested ones. Models
 * `k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go`.
 */
export function bootstrapPriorityLevels(): PriorityLevelConfiguration[] {
  return [
    level('exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }),
    level('catch-all', {
      type: 'Limited',
      limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } },
    }),
    ...QUEUED.map(([name, nominalConcurrencyShares, lendablePercent, queues, handSize]) =>
      level(name, {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares,
          lendablePercent,
          limitResponse: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } },
        },
      }),
    ),
  ];
}

/** Returns the required spec of a mandatory level; undefined for other names. */
export function mandatoryPriorityLevelSpec(name: string): PriorityLevelSpec | undefined {
  return MANDATORY.includes(name) ? bootstrapPriorityLevels().find(({ metadata }) => metadata?.name === name)?.spec : undefined;
}

function level(name: string, spec: PriorityLevelSpec): PriorityLevelConfiguration {
  return { metadata: { name, annotations: { [AUTO_UPDATE]: 'true' } }, spec };
}
