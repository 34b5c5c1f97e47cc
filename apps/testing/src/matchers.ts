import type { Matchers, Verdict } from '@klockwork/test-cluster';

/** Matchers for `expect.extend` of Vitest and Jest. */
export const matchers: Matchers = {
  toReach: (cluster, condition, options) => verdictOf(cluster.until(condition, options), `"${condition}" held`),
  toAvoid: (cluster, condition, options) => verdictOf(cluster.never(condition, options), `"${condition}" never held`),
};

async function verdictOf(passage: Promise<unknown>, success: string): Promise<Verdict> {
  try {
    await passage;
    return { pass: true, message: () => success };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ClusterFailure') throw error;
    return { pass: false, message: () => error.message };
  }
}
