import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogQuery } from '../log-query.ts';
import type { WholeEvent } from '../stored-event.ts';
import { EventScan } from './event-scan.ts';

const NODES = { kind: { group: '', resource: 'nodes' } };
const PODS = { kind: { group: '', resource: 'pods' } };

/** Log of events of these kinds at revisions 1, 2, 3 …; counts events read. */
class CountingLog {
  readonly #events: WholeEvent[] = [];
  reads = 0;

  add(resource: string): void {
    this.#events.push({ revision: this.#events.length + 1, key: { group: '', resource, namespace: '', name: 'a' } } as WholeEvent);
  }

  head(): number {
    return this.#events.length;
  }

  async read({ after, limit, kind }: LogQuery): Promise<readonly WholeEvent[]> {
    const found = this.#events.filter(({ revision, key }) => revision > after && (kind === undefined || key.resource === kind.resource));
    this.reads += Math.min(found.length, limit);
    return found.slice(0, limit);
  }

  revisions(...resources: readonly string[]): readonly number[] {
    return this.#events.filter(({ key }) => resources.includes(key.resource)).map(({ revision }) => revision);
  }
}

test('a scan reads events of its parts only', async () => {
  const log = new CountingLog();
  for (let index = 0; index < 3_000; index++) log.add(index % 1_000 === 0 ? 'nodes' : index % 1_000 === 500 ? 'pods' : 'leases');
  const { events, isLast } = await new EventScan(log, [NODES, PODS], 0).page();
  expect(events.map(({ revision }) => revision)).toEqual([1, 501, 1_001, 1_501, 2_001, 2_501]);
  expect(isLast).toBe(true);
  expect(log.reads).toBe(6);
});

test('a scan of a growing log returns each event once, in order', async () => {
  const resource = fc.constantFrom('nodes', 'pods', 'leases');
  const growth = fc.record({ resources: fc.array(resource, { minLength: 1, maxLength: 5 }), times: fc.integer({ min: 0, max: 400 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(growth, { minLength: 1, maxLength: 8 }), async (growths) => {
      const log = new CountingLog();
      const scan = new EventScan(log, [NODES, PODS], 0);
      const found: number[] = [];
      const take = async () => {
        const page = await scan.page();
        found.push(...page.events.map(({ revision }) => revision));
        return page;
      };
      for (const { resources, times } of growths) {
        for (let time = 0; time < times; time++) for (const each of resources) log.add(each);
        await take();
      }
      while (!(await take()).isLast);
      expect(found).toEqual(log.revisions('nodes', 'pods'));
    }),
    { numRuns: 100 },
  );
});
