import type { Scenario } from '../scenario.ts';
import { autoscaling } from './autoscaling.scenario.ts';
import { clusterAutoscaling } from './cluster-autoscaling.scenario.ts';
import { crashLoopHour } from './crash-loop-hour.scenario.ts';
import { daemons } from './daemons.scenario.ts';
import { deletionSurvives } from './deletion-survives.scenario.ts';
import { faultObjects } from './fault-objects.scenario.ts';
import { idleHour } from './idle-hour.scenario.ts';
import { jobs } from './jobs.scenario.ts';
import { nodeCrash } from './node-crash.scenario.ts';
import { nodeLoss } from './node-loss.scenario.ts';
import { nodePressure } from './node-pressure.scenario.ts';
import { orderedDatabase } from './ordered-database.scenario.ts';
import { partition } from './partition.scenario.ts';
import { persistentVolumes } from './persistent-volumes.scenario.ts';
import { podDeleted } from './pod-deleted.scenario.ts';
import { podsTalk } from './pods-talk.scenario.ts';
import { probesHour } from './probes-hour.scenario.ts';
import { randomFaults } from './random-faults.scenario.ts';
import { rollingUpdate } from './rolling-update.scenario.ts';
import { services } from './services.scenario.ts';
import { staticPod } from './static-pod.scenario.ts';
import { systemPods } from './system-pods.scenario.ts';
import { webhooks } from './webhooks.scenario.ts';

/** All scenarios, from quiet to wild. Add new files here. */
export const allScenarios: readonly Scenario[] = [
  idleHour,
  crashLoopHour,
  probesHour,
  rollingUpdate,
  podDeleted,
  deletionSurvives,
  staticPod,
  systemPods,
  jobs,
  persistentVolumes,
  orderedDatabase,
  daemons,
  services,
  autoscaling,
  clusterAutoscaling,
  podsTalk,
  webhooks,
  nodePressure,
  nodeLoss,
  nodeCrash,
  partition,
  randomFaults,
  faultObjects,
];
