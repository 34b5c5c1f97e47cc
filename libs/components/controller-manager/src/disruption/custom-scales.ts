import type { Informer, InformerFactory } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject, Scale } from '@klockwork/resources';
import type { ServedResource } from '../served-kinds/served-kinds.ts';
import type { ControllerScale } from './disruption-view.ts';

interface CustomScale {
  readonly kind: ServedResource;
  /** Objects of a kind with a scale subresource. */
  readonly objects: Informer | undefined;
}

/** Scales of objects of custom kinds. */
export class CustomScales {
  readonly #informers: InformerFactory;
  readonly #byKind = new Map<string, CustomScale>();

  constructor(informers: InformerFactory) {
    this.#informers = informers;
  }

  /** Adds or replaces a kind. Returns the informer of its objects; undefined without scale. */
  add(kind: ServedResource): Informer | undefined {
    const hasScale = kind.projected?.scale !== undefined;
    const objects = hasScale ? this.#informers.informer<KubeObject>(kind) : undefined;
    this.#byKind.set(`${kind.group}/${kind.kind}`, { kind, objects });
    return objects;
  }

  /** Models `getScaleController` of pkg/controller/disruption. */
  scaleOf(namespace: string, { apiVersion, kind: name, ...reference }: OwnerReference): ControllerScale | undefined {
    const scaleKind = this.#byKind.get(`${apiVersion.split('/')[0]}/${name}`);
    if (scaleKind === undefined) return undefined;
    const { kind, objects } = scaleKind;
    if (objects === undefined) return { problem: `${kind.resource}.${kind.group} does not implement the scale subresource` };
    const object = objects.get(kind.namespaced ? namespace : '', reference.name);
    return object?.metadata?.uid === reference.uid ? replicasOf(kind, object) : undefined;
  }
}

function replicasOf({ projected }: ServedResource, object: KubeObject): ControllerScale {
  try {
    const scale = projected?.scale?.read?.(object) as Scale | undefined;
    return { uid: object.metadata?.uid ?? '', replicas: scale?.spec?.replicas ?? 0 };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.message };
    throw error;
  }
}
