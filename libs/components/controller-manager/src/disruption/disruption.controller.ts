import { type Controller, NOTHING, type Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import {
  budgetCovers,
  type Deployment,
  type Pod,
  type PodDisruptionBudget,
  type ReplicationController,
  resources,
  type StatefulSet,
} from '@klockwork/resources';
import { podInformer, replicaSetInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import type { ServedKinds } from '../served-kinds/served-kinds.ts';
import { controllerScale } from './controller-scale.ts';
import { CustomScales } from './custom-scales.ts';
import { reconcileDisruption } from './reconcile-disruption.ts';

/** Maintains the status of PodDisruptionBudgets. Models pkg/controller/disruption. */
export function disruptionController(informers: InformerFactory, kinds: ServedKinds): Controller {
  const pods = podInformer(informers);
  const budgets = informers.informer<PodDisruptionBudget>(resources.podDisruptionBudgets);
  const scaled = {
    replicationControllers: informers.informer<ReplicationController>(resources.replicationControllers),
    deployments: informers.informer<Deployment>(resources.deployments),
    replicaSets: replicaSetInformer(informers),
    statefulSets: informers.informer<StatefulSet>(resources.statefulSets),
  };
  const customScales = new CustomScales(informers);
  const scalable = kinds.all.flatMap((kind) => (kind.isCustom ? (customScales.add(kind) ?? []) : []));
  const scaleSource = (informer: Informer): Source => ({
    informer,
    keys: ({ object }: Notice) => budgets.list(object.metadata?.namespace ?? '').map(keyOf),
  });
  const budgetsOf = (pod: Pod) => budgets.list(pod.metadata?.namespace ?? '').filter((budget) => budgetCovers(budget, pod));
  return {
    name: 'disruption-controller',
    keysOf: 'poddisruptionbudgets',
    sources: [
      { informer: budgets, keys: ({ object }: Notice<PodDisruptionBudget>) => [keyOf(object)] },
      {
        informer: pods,
        keys: ({ object, previous }: Notice<Pod>) => [
          ...new Set([...budgetsOf(object), ...(previous === undefined ? [] : budgetsOf(previous))].map(keyOf)),
        ],
      },
      ...scalable.map(scaleSource),
    ],
    laterSources: (add) =>
      kinds.onAdded((kind) => {
        const informer = customScales.add(kind);
        if (informer !== undefined) add(scaleSource(informer));
      }),
    reconcile(key, now) {
      const budget = budgets.get(...splitKey(key));
      if (budget === undefined) return NOTHING;
      const { namespace = '' } = budget.metadata ?? {};
      const view = {
        budget,
        pods: pods.list(namespace).filter((pod) => budgetCovers(budget, pod)),
        scaleOf: (controller: Parameters<typeof controllerScale>[2]) =>
          controllerScale(scaled, namespace, controller) ?? customScales.scaleOf(namespace, controller),
      };
      return reconcileDisruption(view, now);
    },
  };
}
