import type { TestingLibrary } from '@klockwork/test-cluster';

export type { TestCluster } from '@klockwork/test-cluster';

/** Address of `klockwork/testing` as built. */
export const TESTING_LIBRARY = new URL('../../../dist/testing.js', import.meta.url).href;

/** Imports `klockwork/testing` as built: the file that the package exports. */
export async function testingLibrary(): Promise<TestingLibrary> {
  return (await import(TESTING_LIBRARY)) as TestingLibrary;
}
