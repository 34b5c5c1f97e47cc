import { expect, test } from 'vitest';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { schedulerPlugins } from './scheduler-plugins.rule.ts';

const FOLDER = 'libs/domain/scheduling/src/filters/node-name';

test('a plugin without a spec is refused, and files beside a plugin need none', () => {
  const files = { [`${FOLDER}/node-name.filter.ts`]: '', [`${FOLDER}/names.ts`]: '' };
  expect([...schedulerPlugins.check(madeUpRepository(files))]).toEqual([
    { path: `${FOLDER}/node-name.filter.ts`, message: 'has no spec: write node-name.filter.spec.ts beside it' },
  ]);
  expect([...schedulerPlugins.check(madeUpRepository({ ...files, [`${FOLDER}/node-name.filter.spec.ts`]: '' }))]).toEqual([]);
});
