import { expect, test } from 'vitest';
import { type LogOptions, logQuery } from './log.ts';

const OPTIONS: LogOptions = { color: 'auto' };

test.each<[string | undefined, Partial<LogOptions>, string]>([
  [undefined, {}, ''],
  ['pods/web-1', {}, 'object=pods%2Fweb-1'],
  [undefined, { object: 'pods/web-1', namespace: 'shop' }, 'namespace=shop&object=pods%2Fweb-1'],
  ['812', {}, 'revision=812'],
  [undefined, { kind: 'po', type: 'Pod*', actor: 'kubectl', tail: 0, follow: true }, 'kind=po&type=Pod*&actor=kubectl&tail=0&follow=true'],
  [undefined, { since: '10m', until: '11:32', cause: 12, from: 3, name: 'web*' }, 'from=3&name=web*&since=10m&until=11%3A32&cause=12'],
])('%s with %j asks %s', (subject, options, query) => {
  expect(logQuery(subject, { ...OPTIONS, ...options }).toString()).toBe(query);
});

test('an object that is given twice is refused', () => {
  expect(() => logQuery('pods/a', { ...OPTIONS, object: 'pods/b' })).toThrow('say pods/a or --object pods/b, not both');
});
