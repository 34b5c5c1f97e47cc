import type { Condition } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';
import type { GatewayReference } from './gateway.ts';

/** Gateway of a route: the whole Gateway, or one of its listeners. */
export interface ParentReference extends GatewayReference {
  readonly sectionName?: string;
  readonly port?: number;
}

/** Condition of a header or a query parameter. */
export interface NamedValueMatch {
  readonly type?: string;
  readonly name: string;
  readonly value: string;
}

/** Conditions of a request: all of them hold. */
export interface HttpRouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string;
  readonly headers?: readonly NamedValueMatch[];
  readonly queryParams?: readonly NamedValueMatch[];
}

/** Changes of headers. */
export interface HeaderChanges {
  readonly set?: readonly HttpHeaderValue[];
  readonly add?: readonly HttpHeaderValue[];
  readonly remove?: readonly string[];
}

/** Header with its value. */
export interface HttpHeaderValue {
  readonly name: string;
  readonly value: string;
}

/** Replacement of a path. */
export interface PathModifier {
  readonly type: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
}

/** Step between a match and its backends; `type` names the field that is set. */
export interface HttpRouteFilter {
  readonly type: string;
  readonly requestHeaderModifier?: HeaderChanges;
  readonly responseHeaderModifier?: HeaderChanges;
  readonly requestRedirect?: {
    readonly scheme?: string;
    readonly hostname?: string;
    readonly path?: PathModifier;
    readonly port?: number;
    readonly statusCode?: number;
  };
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathModifier };
}

const SUPPORTED_FILTERS: ReadonlySet<string> = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'URLRewrite',
]);

/** Returns whether the lab's router carries out a filter. */
export function isSupportedFilter({ type }: HttpRouteFilter): boolean {
  return SUPPORTED_FILTERS.has(type);
}

/** Service that answers, with its share of the requests. */
export interface HttpBackendReference extends GatewayReference {
  readonly port?: number;
  readonly weight?: number;
  readonly filters?: readonly HttpRouteFilter[];
}

/** Requests that match, and where they go. */
export interface HttpRouteRule {
  readonly matches?: readonly HttpRouteMatch[];
  readonly filters?: readonly HttpRouteFilter[];
  readonly backendRefs?: readonly HttpBackendReference[];
}

/** Route status per parent. */
export interface RouteParentStatus {
  readonly parentRef: ParentReference;
  readonly controllerName: string;
  readonly conditions: readonly Condition[];
}

/** Routes of HTTP requests from Gateways to Services. */
export interface HttpRoute extends KubeObject {
  readonly spec?: {
    readonly parentRefs?: readonly ParentReference[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly HttpRouteRule[];
  };
  readonly status?: { readonly parents?: readonly RouteParentStatus[] };
}
