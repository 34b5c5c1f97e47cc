import { TestClusters, type TestingLibrary } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { startLabCluster } from './start-lab-cluster.ts';

export type {
  ApiObject,
  ClusterOptions,
  ClusterSnapshot,
  ClusterState,
  Condition,
  Duration,
  Limits,
  Matchers,
  ObjectRevision,
  Passed,
  PendingTimer,
  TestAnswer,
  TestCluster,
  TestRequest,
  Verdict,
} from '@klockwork/test-cluster';
export { matchers } from './matchers.ts';

const clusters = new TestClusters(nodeHost);

/** Starts a cluster in this process, or beside it. The declarations of `klockwork/testing` are in libs/assembly/test-cluster/src/public.ts. */
export const startCluster: TestingLibrary['startCluster'] = (options = {}) =>
  options.processes === true ? startLabCluster(options) : clusters.start(options);
