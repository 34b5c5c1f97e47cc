import { expect, test } from 'vitest';
import { familiesText, HistogramFamily, NumberFamily } from './metric-family.ts';

test('families, series and labels are in order, with escapes and the numbers of Go', () => {
  const seconds = new HistogramFamily({ name: 'work_seconds', help: 'Work.', labels: ['kind'] }, [0.005, 1, 1_000_000]);
  for (const value of [0.005, 0.006, 2]) seconds.observe(['b'], value);
  seconds.observe(['a'], 2_000_000);
  const total = new NumberFamily('counter', { name: 'total', help: 'All.' });
  total.add([], 1_234_567);
  const named = new NumberFamily('gauge', { name: 'named', help: 'Names.', labels: ['name'] });
  named.set(['a"b\\c\nd'], 0.00001);
  named.set(['a"b\\c\nd'], 0.5);
  const none = new NumberFamily('gauge', { name: 'none', help: 'None.' });
  expect(familiesText([seconds, total, named, none])).toBe(
    [
      '# HELP named Names.',
      '# TYPE named gauge',
      'named{name="a\\"b\\\\c\\nd"} 0.5',
      '# HELP total All.',
      '# TYPE total counter',
      'total 1.234567e+06',
      '# HELP work_seconds Work.',
      '# TYPE work_seconds histogram',
      'work_seconds_bucket{kind="a",le="0.005"} 0',
      'work_seconds_bucket{kind="a",le="1"} 0',
      'work_seconds_bucket{kind="a",le="1e+06"} 0',
      'work_seconds_bucket{kind="a",le="+Inf"} 1',
      'work_seconds_sum{kind="a"} 2e+06',
      'work_seconds_count{kind="a"} 1',
      'work_seconds_bucket{kind="b",le="0.005"} 1',
      'work_seconds_bucket{kind="b",le="1"} 2',
      'work_seconds_bucket{kind="b",le="1e+06"} 3',
      'work_seconds_bucket{kind="b",le="+Inf"} 3',
      'work_seconds_sum{kind="b"} 2.011',
      'work_seconds_count{kind="b"} 3',
      '',
    ].join('\n'),
  );
});
