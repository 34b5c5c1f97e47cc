export { BusClusterApi, type BusClusterApiOptions } from './bus-cluster-api.ts';
export { isUnreachable } from './bus-errors.ts';
export type { ClusterApi, DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';
export { LogHeads } from './log-heads.ts';
export type { Answer, Question } from './messages.ts';
export { API_SERVER_QUEUE } from './messages.ts';
export type {
  ForwardedPort,
  ForwardOutcome,
  ForwardSource,
  LogsAnswer,
  LogsRequest,
  NodeStats,
  PortForwardRequest,
  StreamAnswer,
  StreamOutcome,
  StreamRequest,
} from './node-api.ts';
export type { ListedObject, ObjectList } from './open-lists.ts';
export { API_SERVER_PLACE, type PodApiAnswer, type PodApiRequest, type ServerCertificate } from './pod-api.ts';
export { API_ROUTES, HEADS_WANTED_ROUTE, NODE_ROUTES, POD_API_ROUTES } from './routes.ts';
export { type BackendApi, type ClusterApiAnswers, type ClusterBackend, clusterApiAnswers, serveClusterApi } from './serve-cluster-api.ts';
export { announceServer, ServerStarts } from './server-starts.ts';
