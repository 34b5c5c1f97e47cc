export type { ApiPort, HostPorts, ServedApi } from './host-ports.ts';
export { type LabProcesses, LabTestCluster } from './lab-test-cluster.ts';
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
  TestingLibrary,
  TestRequest,
  Verdict,
} from './public.ts';
export { objectOf } from './resource-names.ts';
export { TestClusters } from './start-test-cluster.ts';
export { SimulatedTestCluster } from './test-cluster.ts';
