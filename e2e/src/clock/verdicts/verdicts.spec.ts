import { describe, expect, test } from 'vitest';
import { wrongBackOffs } from './back-offs.ts';
import { contentDifferences, contentOf } from './content.ts';
import { irregularStatusReports, lateLeases } from './leases.ts';
import { LogBuilder } from './log-builder.ts';
import { wrongEvictions, wrongNodeLosses } from './node-loss.ts';

const SECOND = 1_000;
const log = () => new LogBuilder();
const every = (periodMs: number, from: number, until: number) =>
  Array.from({ length: Math.floor((until - from) / periodMs) + 1 }, (_, index) => from + index * periodMs);

describe('the verdict on leases', () => {
  const view = { until: 60 * SECOND, lost: {} };

  test('the verdict on leases accepts a node that renews every ten seconds', () => {
    expect(lateLeases(log().renewals('node-1', ...every(10 * SECOND, 0, 60 * SECOND)).events, view)).toEqual([]);
  });

  test('the verdict on leases finds a single late renewal', () => {
    const { events } = log().renewals('node-1', 0, 10_000, 20_000, 30_401, 40_000, 50_000, 60_000);
    expect(lateLeases(events, view)).toEqual(['node-1 was silent for 10401 ms until 30401']);
  });

  test('the verdict on leases finds a node silent before the end, unless its power was lost', () => {
    const { events } = log().renewals('node-1', 0, 10_000, 20_000);
    expect(lateLeases(events, view)).toEqual(['node-1 was silent for 40000 ms until 60000']);
    expect(lateLeases(events, { ...view, lost: { 'node-1': 25_000 } })).toEqual([]);
  });
});

test("the verdict on status reports finds a late one, and one off the kubelet's check times", () => {
  const instants = [0, 300_000, 600_000, 650_000, 960_000, 1_000_001];
  const { events } = instants.reduce((built, at) => built.add(at, 'NodeStatusReported', 'nodes//node-1'), log());
  expect(irregularStatusReports(events, 0)).toEqual([
    'node-1 reported its status after 310000 ms at 960000',
    'node-1 reported its status after 40001 ms at 1000001',
  ]);
});

describe('the verdict on lost nodes', () => {
  const lost = { 'node-3': 25_000 };
  const silent = () => log().renewals('node-3', 0, 10_000, 20_000);

  test('the verdict on lost nodes accepts a loss exactly one grace period after the last renewal', () => {
    expect(wrongNodeLosses(silent().add(70_000, 'NodeBecameNotReady', 'nodes//node-3').events, lost)).toEqual([]);
  });

  test.each<[string, number, string]>([
    ['a millisecond early', 69_999, 'node-3 was silent from 20000 and was missed after 49999 ms'],
    ['a millisecond late', 70_001, 'node-3 was silent from 20000 and was missed after 50001 ms'],
  ])('the verdict on lost nodes finds a loss reported %s', (_, at, complaint) => {
    expect(wrongNodeLosses(silent().add(at, 'NodeBecameNotReady', 'nodes//node-3').events, lost)).toEqual([complaint]);
  });

  test('the verdict on lost nodes finds an unreported loss, and a report about a running node', () => {
    expect(wrongNodeLosses(silent().events, lost)).toEqual(['node-3 was silent from 20000 and was missed never']);
    const { events } = silent().add(24_000, 'NodeBecameNotReady', 'nodes//node-2');
    expect(wrongNodeLosses(events, {})).toEqual(['node-2 was missed at 24000, and was there']);
  });
});

describe('the verdict on evictions', () => {
  const missed = () =>
    log()
      .add(0, 'PodBound', 'pods/default/web', { data: { node: 'node-3' } })
      .add(0, 'PodBound', 'pods/default/other', { data: { node: 'node-1' } })
      .add(70_000, 'NodeBecameNotReady', 'nodes//node-3');

  test('the verdict on evictions accepts pods deleted exactly 300 s after the node loss', () => {
    expect(wrongEvictions(missed().add(370_000, 'PodDeletionRequested', 'pods/default/web').events, 'node-3')).toEqual([]);
  });

  test('the verdict on evictions finds a pod deleted a millisecond late, or never', () => {
    const { events } = missed().add(370_001, 'PodDeletionRequested', 'pods/default/web');
    expect(wrongEvictions(events, 'node-3')).toEqual(['web was evicted 300001 ms after its node was missed']);
    expect(wrongEvictions(missed().events, 'node-3')).toEqual(['web was evicted never']);
  });
});

describe('the verdict on back-offs', () => {
  /** Runs that end at once, after these delays. */
  const crashes = (waits: readonly number[]) => {
    const built = log().run(0, 'crash', 0, 'terminated');
    let at = 0;
    for (const [index, waitMs] of waits.entries()) {
      at += waitMs;
      built.run(at, 'crash', index + 1, 'terminated').run(at + SECOND, 'crash', index + 1, 'backing-off');
    }
    return { built, at };
  };
  const UPSTREAM = [0, 10, 20, 40, 80, 160, 300, 300].map((seconds) => seconds * SECOND);

  test('the verdict on back-offs accepts 0, 10, 20, 40, 80, 160, 300, 300 s', () => {
    const { built, at } = crashes(UPSTREAM);
    expect(wrongBackOffs(built.events, 'crash', at + 299_999)).toEqual([]);
  });

  test('the verdict on back-offs finds a delay one millisecond too long', () => {
    const { built, at } = crashes(UPSTREAM.with(3, 40_001));
    expect(wrongBackOffs(built.events, 'crash', at)).toEqual(['crash waited 40001 ms before restart 4, not 40000']);
  });

  test('the verdict on back-offs finds a container that is never restarted', () => {
    const { built, at } = crashes(UPSTREAM);
    expect(wrongBackOffs(built.events, 'crash', at + 300_001)).toEqual([
      `crash ended at ${at} and was not restarted until ${at + 300_001}`,
    ]);
  });

  test('the verdict on back-offs measures from the end of a run, and resets after a run of more than ten minutes', () => {
    const { events } = log()
      .run(0, 'seldom', 0, 'running')
      .run(2_000, 'seldom', 0, 'terminated')
      .run(2_000, 'seldom', 1, 'running')
      .run(602_001, 'seldom', 1, 'terminated')
      .run(602_001, 'seldom', 2, 'running')
      .run(603_000, 'seldom', 2, 'backing-off')
      .run(613_000, 'seldom', 3, 'running');
    expect(wrongBackOffs(events, 'seldom', 620_000)).toEqual([]);
  });
});

describe('the content of a log', () => {
  const options = { from: 1_000, without: () => false };
  const run = (name: string, uid: string, ready: boolean) =>
    log()
      .add(0, 'NamespaceCreated', 'namespaces//default')
      .add(1_500, 'PodCreated', `pods/default/${name}`, { uid })
      .add(1_500, 'PodStatusReported', `pods/default/${name}`, { uid, data: { ready } })
      .add(1_500, 'EventReported', `events/default/${name}.18ea122f0bb2af01`, { data: { object: `Pod/${name}` } })
      .add(1_500, 'ClockChanged', 'clocks//lab').events;

  test('the content of a log has the outcome of each instant without generated names', () => {
    expect(contentOf(run('web-7957885594-tdgd6', 'a', true), options)).toEqual([
      '500 events/default/web-7957885594-*.* EventReported {"object":"Pod/web-7957885594-*"}',
      '500 pods/default/web-7957885594-* PodStatusReported {"ready":true}',
    ]);
  });

  test('contents of two runs are compared line by line', () => {
    const one = contentOf(run('web-7957885594-tdgd6', 'a', true), options);
    expect(contentDifferences(one, contentOf(run('web-7957885594-qqqqq', 'b', true), options))).toEqual([]);
    expect(contentDifferences(one, contentOf(run('web-7957885594-tdgd6', 'a', false), options))).toEqual([
      '- 500 pods/default/web-7957885594-* PodStatusReported {"ready":true}',
      '+ 500 pods/default/web-7957885594-* PodStatusReported {"ready":false}',
    ]);
  });
});
