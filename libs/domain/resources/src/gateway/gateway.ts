import type { Condition, LabelSelector } from '@klockwork/kubernetes-types';
import type { ResourceRef } from '../kind.ts';
import type { KubeObject } from '../object.ts';

const GROUP = 'gateway.networking.k8s.io';

/** `spec.controllerName` of the classes that the lab's own router serves. */
export const GATEWAY_CONTROLLER = 'klockwork.dev/gateway-controller';

/** Kinds of the Gateway API, once their definitions are installed. Models `apis/v1` of kubernetes-sigs/gateway-api. */
export const gatewayResources = {
  gatewayClasses: { group: GROUP, version: 'v1', resource: 'gatewayclasses', kind: 'GatewayClass', namespaced: false },
  gateways: { group: GROUP, version: 'v1', resource: 'gateways', kind: 'Gateway', namespaced: true },
  httpRoutes: { group: GROUP, version: 'v1', resource: 'httproutes', kind: 'HTTPRoute', namespaced: true },
} as const satisfies Readonly<Record<string, ResourceRef>>;

/** Class of Gateways, of one controller. */
export interface GatewayClass extends KubeObject {
  readonly spec?: { readonly controllerName?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** Object of another kind, by name; `group` and `kind` have defaults by their place. */
export interface GatewayReference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Port with a protocol and hosts. */
export interface GatewayListener {
  readonly name: string;
  /** Host of its routes, `*.example.com` too; absent: all. */
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly GatewayReference[] };
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector };
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
}

/** Address in the status of a Gateway. */
export interface GatewayAddress {
  readonly type?: string;
  readonly value?: string;
}

/** State of a listener. */
export interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly supportedKinds: readonly { readonly group?: string; readonly kind: string }[];
  readonly conditions: readonly Condition[];
}

/** Entry of the cluster for HTTP: addresses and listeners. */
export interface Gateway extends KubeObject {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly GatewayListener[];
  };
  readonly status?: {
    readonly addresses?: readonly GatewayAddress[];
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly ListenerStatus[];
  };
}
