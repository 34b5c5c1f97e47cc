import { defaultIngressClassOf, INGRESS_CLASS_ANNOTATION, type Ingress, type IngressClass, resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';

/** Sets the default class on an Ingress without a class. Models `plugin/pkg/admission/network/defaultingressclass`. */
export const defaultIngressClass: Admission = {
  name: 'DefaultIngressClass',

  admit({ resource, operation, subresource, object }, view) {
    if (resource.group !== resources.ingresses.group || resource.resource !== resources.ingresses.resource) return;
    if (operation !== 'CREATE' || subresource !== '') return;
    const ingress = object as Ingress;
    if (ingress.spec?.ingressClassName !== undefined || ingress.metadata?.annotations?.[INGRESS_CLASS_ANNOTATION] !== undefined) return;
    const name = defaultIngressClassOf(view.list(resources.ingressClasses, '') as readonly IngressClass[])?.metadata?.name;
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name };
  },
};
