export type { ClusterApi, DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';
export type { LogsAnswer, LogsRequest } from './node-api.ts';
