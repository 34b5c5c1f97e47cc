import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { bootstrapPriorityLevels } from './bootstrap-priority-levels.ts';
import { priorityLevelConfigurationKind as kind } from './priority-level-configuration.kind.ts';
import type { PriorityLevelConfiguration } from './priority-level-configuration.ts';

function aLevel(spec: object, name = 'mine'): PriorityLevelConfiguration {
  return { metadata: { name }, spec } as PriorityLevelConfiguration;
}

const limited = (part: object) => aLevel({ type: 'Limited', limited: { limitResponse: { type: 'Reject' }, ...part } });
const queued = (queuing: object) => limited({ limitResponse: { type: 'Queue', queuing } });

test('queues have default sizes', () => {
  const { object, errors } = tryCreate(kind, queued({}));
  expect(errors).toEqual([]);
  expect(object).toEqual({
    metadata: { name: 'mine', generation: 1 },
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 30,
        lendablePercent: 0,
        limitResponse: { type: 'Queue', queuing: { handSize: 8, queues: 64, queueLengthLimit: 50 } },
      },
    },
    status: {},
  });
});

const at = 'spec.limited.limitResponse';
test.each<[string, PriorityLevelConfiguration, string[]]>([
  ['of no type', aLevel({}), ['spec.type: Unsupported value: "": supported values: "Exempt", "Limited"']],
  [
    'that would be exempt',
    aLevel({ type: 'Exempt', limited: {} }),
    [
      "spec.type: Invalid value: \"Exempt\": type must be 'Exempt' if and only if name is 'exempt'",
      'spec.limited: Forbidden: must be nil if the type is not Limited',
    ],
  ],
  [
    'without limits',
    aLevel({ type: 'Limited', exempt: {} }),
    ['spec.exempt: Forbidden: must be nil if the type is Limited', 'spec.limited: Required value: must not be empty when type is Limited'],
  ],
  [
    'with odd numbers',
    limited({ nominalConcurrencyShares: -1, lendablePercent: 101, borrowingLimitPercent: -1 }),
    [
      'spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer',
      'spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
      'spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer',
    ],
  ],
  [
    'that forgets requests',
    limited({ limitResponse: { type: 'Forget' } }),
    [`${at}.type: Unsupported value: "Forget": supported values: "Queue", "Reject"`],
  ],
  [
    'that rejects into queues',
    limited({ limitResponse: { type: 'Reject', queuing: {} } }),
    [`${at}.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited`],
  ],
  [
    'that queues nowhere',
    limited({ limitResponse: { type: 'Queue' } }),
    [`${at}.queuing: Required value: must not be empty if limited.limitResponse.type is Limited`],
  ],
  [
    'of queues below zero',
    queued({ queues: -1, handSize: -1, queueLengthLimit: -1 }),
    [
      `${at}.queuing.queueLengthLimit: Invalid value: -1: must be positive`,
      `${at}.queuing.queues: Invalid value: -1: must be positive`,
      `${at}.queuing.handSize: Invalid value: -1: must be positive`,
    ],
  ],
  [
    'of too many queues',
    queued({ queues: 10_000_001, handSize: 1 }),
    [`${at}.queuing.queues: Invalid value: 10000001: must not be greater than 10000000`],
  ],
  [
    'whose hand is larger than the deck',
    queued({ queues: 4, handSize: 5 }),
    [`${at}.queuing.handSize: Invalid value: 5: should not be greater than queues (4)`],
  ],
  [
    'whose hand needs too many bits',
    queued({ queues: 1024, handSize: 7 }),
    [`${at}.queuing.handSize: Invalid value: 7: required entropy bits of deckSize 1024 and handSize 7 should not be greater than 60`],
  ],
  [
    'that says of older versions what only they say',
    {
      metadata: { name: 'batch', annotations: { 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares': '' } },
      spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } },
    },
    ["metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden"],
  ],
])('a level %s is refused', (_, level, expected) => {
  expect(tryCreate(kind, level).errors).toEqual(expected);
});

test('mandatory levels are immutable, except for shares of the exempt level', () => {
  const change = (name: string, spec: object) => {
    const stored = bootstrapPriorityLevels().find(({ metadata }) => metadata?.name === name) as PriorityLevelConfiguration;
    return tryUpdate(kind, build(stored), (draft) => {
      draft.spec = spec as PriorityLevelConfiguration['spec'];
    }).errors;
  };
  expect(change('exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 5, lendablePercent: 50 } })).toEqual([]);
  expect(change('exempt', { type: 'Exempt' })).toEqual([
    'spec: Invalid value: {"type":"Exempt"}: spec of \'exempt\' except the \'spec.exempt\' field must equal the fixed value',
  ]);
  expect(change('catch-all', limited({ nominalConcurrencyShares: 6 }).spec as object)).toEqual([
    expect.stringMatching(/^spec: Invalid value: \{.*\}: spec of 'catch-all' must equal the fixed value$/),
  ]);
});

test('default levels are valid, and printed as in a real cluster', () => {
  const rows = bootstrapPriorityLevels().map((level) => {
    const { object, errors } = tryCreate(kind, level);
    expect([level.metadata?.name, errors]).toEqual([level.metadata?.name, []]);
    return Object.values(rowOf(kind, object, 0)).join(' ');
  });
  expect(rows).toEqual([
    'exempt Exempt <none> <none> <none> <none> <unknown>',
    'catch-all Limited 5 <none> <none> <none> <unknown>',
    'system Limited 30 64 6 50 <unknown>',
    'node-high Limited 40 64 6 50 <unknown>',
    'leader-election Limited 10 16 4 50 <unknown>',
    'workload-high Limited 40 128 6 50 <unknown>',
    'workload-low Limited 100 128 6 50 <unknown>',
    'global-default Limited 20 128 6 50 <unknown>',
  ]);
});
