export type { Attempt } from './attempt.ts';
export { rowOf, texts, tryCreate, tryUpdate } from './attempt.ts';
export type { Overrides } from './build.ts';
export { BUILT_AT, build, uidOf } from './build.ts';
export { ALICE_REQUEST, CA_CERTIFICATE, CAROL_REQUEST, MASTERS_REQUEST, NODE_REQUEST, NODE_SERVING_REQUEST } from './certificates.ts';
export {
  aConfigMap,
  aLease,
  aNamespace,
  aNode,
  anEvent,
  aSecret,
  aService,
  aServiceAccount,
} from './cluster-objects.ts';
export {
  aHorizontalPodAutoscaler,
  aPodDisruptionBudget,
  aPodTemplate,
  aPriorityClass,
  aReplicationController,
  aResourceQuota,
  aRuntimeClass,
} from './policy.ts';
export { tokenSignerContract } from './token-signer.contract.ts';
export { aControllerRevision, aCronJob, aDaemonSet, aDeployment, aJob, aPod, aReplicaSet, aRunningPod, aStatefulSet } from './workloads.ts';
