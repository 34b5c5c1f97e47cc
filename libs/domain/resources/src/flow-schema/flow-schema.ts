import type * as kubernetes from '@klockwork/kubernetes-types';

/** FlowSchema: assignment of requests to a priority level. */
export type FlowSchema = kubernetes.FlowSchema;

export type FlowSchemaSpec = NonNullable<FlowSchema['spec']>;

/** Subjects and their requests. */
export type FlowRule = NonNullable<FlowSchemaSpec['rules']>[number];

export type FlowSubject = FlowRule['subjects'][number];

/** Annotation: the API server maintains the object unless 'false'. */
export const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
