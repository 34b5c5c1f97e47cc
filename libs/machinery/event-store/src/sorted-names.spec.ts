import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedNames } from './sorted-names.ts';

test('sorted names equal a sorted set after any additions and removals', () => {
  const step = fc.record({ add: fc.boolean(), name: fc.constantFrom('a', 'b', 'c', 'ab', 'b-1', 'z', 'Z', '1') });
  fc.assert(
    fc.property(fc.array(step), fc.string({ maxLength: 2 }), (steps, start) => {
      const names = new SortedNames();
      const model = new Set<string>();
      for (const { add, name } of steps) {
        if (add) names.add(name);
        else names.delete(name);
        if (add) model.add(name);
        else model.delete(name);
      }
      expect([...names.from('')]).toEqual([...model].sort());
      expect([...names.from(start)]).toEqual([...model].filter((name) => name >= start).sort());
      expect(names.size).toBe(model.size);
    }),
  );
});
