import { expect, test } from 'vitest';
import { lab } from './clock-lab-of-spec.ts';
import { instantOf } from './verdicts/instants.ts';

test('a kubectl write during an advance is admitted and answered at an instant inside it', async () => {
  let isOver = false;
  const advance = lab.clock.advance('2h').finally(() => {
    isOver = true;
  });
  const written: string[] = [];
  const write = async () => {
    while (!isOver) {
      const name = `written-${written.length}`;
      expect(await lab.lab.kubectl(`create configmap ${name} --from-literal=a=b`)).toBe(`configmap/${name} created\n`);
      written.push(name);
    }
  };
  const [{ from, to }] = await Promise.all([advance, write()]);
  // The last response may be later than the end.
  const during = written.slice(0, -1);
  expect(during.length).toBeGreaterThan(3);
  const log = await lab.lab.log();
  const instants = during.map((name) => instantOf(log, 'ConfigMapCreated', name));
  expect(instants.filter((at) => at === undefined || at < Date.parse(from!) || at > Date.parse(to!))).toEqual([]);
  expect(new Set(instants).size).toBeGreaterThan(3);
});
