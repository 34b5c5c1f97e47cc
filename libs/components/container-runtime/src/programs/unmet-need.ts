import type { Need } from '@klockwork/images';
import { utf8 } from '@klockwork/kernel';
import { lookUpHost } from '@klockwork/userland';
import { type FilledRun, fillIn, givenValue } from './fill-in.ts';

/** Returns the first need of a program that its container does not meet. */
export async function unmetNeed(run: FilledRun, needs: readonly Need[]): Promise<Need | undefined> {
  for (const need of needs) if (!(await isMet(run, need))) return need;
  return undefined;
}

async function isMet(run: FilledRun, need: Need): Promise<boolean> {
  switch (need.type) {
    case 'file': {
      const path = fillIn(need.path, run);
      return path === '' || run.process.files.exists(path);
    }
    case 'host':
      return 'addresses' in (await lookUpHost(run.process, utf8.encode(need.name)));
    case 'option': {
      const value = givenValue([need.name], run);
      return value !== undefined && (need.values?.test(value) ?? true);
    }
  }
}
