import type * as kubernetes from '@klockwork/kubernetes-types';

/** Which requests are of one flow. Every `FlowSchema` of `kubernetes-types` is one. */
export type FlowSchema = kubernetes.FlowSchema;

/** What a flow schema asks of a request. */
export type FlowSchemaSpec = NonNullable<FlowSchema['spec']>;

/** Who asks for what. */
export type FlowRule = NonNullable<FlowSchemaSpec['rules']>[number];

/** Somebody who asks. */
export type FlowSubject = FlowRule['subjects'][number];

/** Says that the object is renewed by the API server as long as nobody says otherwise. */
export const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
