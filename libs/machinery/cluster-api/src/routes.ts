import { type Route, routes } from '@klockwork/bus';
import type { Answer, Question, ServerNotice, Verb } from './messages.ts';
import type { LogsAnswer, LogsRequest, NodeStats, PortForwardRequest, StreamAnswer, StreamRequest } from './node-api.ts';
import type { PodApiAnswer, PodApiRequest, ServerCertificate } from './pod-api.ts';

/** Routes of the questions to the api-server, by their verb. */
export const API_ROUTES: { readonly [V in Verb]: Route<Question<V>, Answer<V>> } = {
  get: routes.api('get'),
  read: routes.api('read'),
  list: routes.api('list'),
  log: routes.api('log'),
  create: routes.api('create'),
  update: routes.api('update'),
  patch: routes.api('patch'),
  delete: routes.api('delete'),
};

/** Routes of what pods ask of the API server, handed on by their nodes. */
export const POD_API_ROUTES = {
  certificate: routes.api<null, ServerCertificate>('certificate'),
  http: routes.api<PodApiRequest, PodApiAnswer>('http'),
};

/** Route of requests for the heads of the log. */
export const HEADS_WANTED_ROUTE = routes.headsWanted;

/** Route of notices about starts of api-servers. */
export const SERVER_ROUTE = routes.server<ServerNotice>();

/** Routes of the questions to the agent of a node. */
export const NODE_ROUTES: NodeRoutes = {
  stats: routes.node('stats'),
  logs: routes.node('logs'),
  exec: routes.node('exec'),
  attach: routes.node('attach'),
  portforward: routes.node('portforward'),
};

interface NodeRoutes {
  readonly stats: Route<unknown, NodeStats>;
  readonly logs: Route<LogsRequest, LogsAnswer>;
  readonly exec: Route<StreamRequest, StreamAnswer>;
  readonly attach: Route<StreamRequest, StreamAnswer>;
  readonly portforward: Route<PortForwardRequest, StreamAnswer>;
}
