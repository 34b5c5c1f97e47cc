import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { jobColumns } from './job.columns.ts';
import { jobEvent } from './job.events.ts';
import { jobStatus, jobStrategy } from './job.strategy.ts';
import type { Job } from './job.ts';

/** Job. Models `pkg/registry/batch/job`. */
export const jobKind: KindDefinition<Job> = {
  ...resources.jobs,
  listKind: 'JobList',
  singular: 'job',
  shortNames: [],
  categories: ['all'],
  definition: 'io.k8s.api.batch.v1.Job',
  strategy: jobStrategy,
  status: jobStatus,
  columns: jobColumns,
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  unknownField: (field) => `field label ${JSON.stringify(field)} not supported for batchv1.Job`,
  event: jobEvent,
};
