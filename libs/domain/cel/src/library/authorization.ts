import { type FunctionDeclaration, type Implementation, member } from '../checker/function.ts';
import { BOOL, type CelType, STRING, struct } from '../types/type.ts';
import type { LibraryValue, Value } from '../values/value.ts';

/** Type of the variable `authorizer`. */
export const AUTHORIZER_TYPE = struct('kubernetes.authorization.Authorizer');
const PATH = struct('kubernetes.authorization.PathCheck');
const GROUP = struct('kubernetes.authorization.GroupCheck');
const RESOURCE = struct('kubernetes.authorization.ResourceCheck');
const DECISION = struct('kubernetes.authorization.Decision');

/** Question to the authorizer: a path, or a resource with its selectors. */
export interface AuthorizationRequest {
  /** `system:serviceaccount:NAMESPACE:NAME`; undefined for the user of the request. */
  readonly user?: string;
  readonly verb: string;
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/** Answer of the authorizer. */
export interface AuthorizationDecision {
  readonly allowed: boolean;
  readonly reason: string;
  /** Failure of the authorizer itself. */
  readonly error?: string;
}

/** Decides on a question; synchronous, because an evaluation is. */
export type AuthorizationPort = (request: AuthorizationRequest) => AuthorizationDecision;

/** Question under construction. */
class CheckValue implements LibraryValue {
  readonly libraryType: CelType;
  readonly request: Omit<AuthorizationRequest, 'verb'>;
  readonly port: AuthorizationPort;

  constructor(type: CelType, request: Omit<AuthorizationRequest, 'verb'>, port: AuthorizationPort) {
    this.libraryType = type;
    this.request = request;
    this.port = port;
  }

  equals(other: Value): boolean {
    return other === this;
  }

  with(type: CelType, more: Partial<AuthorizationRequest>): CheckValue {
    return new CheckValue(type, { ...this.request, ...more }, this.port);
  }
}

class DecisionValue implements LibraryValue {
  readonly libraryType = DECISION;
  readonly decision: AuthorizationDecision;

  constructor(decision: AuthorizationDecision) {
    this.decision = decision;
  }

  equals(other: Value): boolean {
    return other === this;
  }
}

/** Returns the value of the variable `authorizer`. */
export function authorizerValue(port: AuthorizationPort): Value {
  return new CheckValue(AUTHORIZER_TYPE, {}, port);
}

/** Returns the value of `authorizer.requestResource`. */
export function resourceCheckValue(port: AuthorizationPort, request: Omit<AuthorizationRequest, 'verb'>): Value {
  return new CheckValue(RESOURCE, request, port);
}

/** Type of `authorizer.requestResource`. */
export const RESOURCE_CHECK_TYPE = RESOURCE;

type Field = 'path' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name' | 'fieldSelector' | 'labelSelector';

/** Declares a method that adds one text to a question. */
function refine(name: Field, types: readonly [from: CelType, to: CelType], id: string): FunctionDeclaration {
  const evaluate: Implementation = (check, text) => (check as CheckValue).with(types[1], { [name]: text as string });
  return { name, overloads: [member(id, [types[0], STRING], types[1], evaluate)] };
}

const serviceAccount: Implementation = (check, namespace, name) =>
  (check as CheckValue).with(AUTHORIZER_TYPE, { user: `system:serviceaccount:${namespace}:${name}` });

const decide: Implementation = (check, verb) => {
  const { port, request } = check as CheckValue;
  return new DecisionValue(port({ ...request, verb: verb as string }));
};

function verdict(name: string, id: string, type: CelType, read: (decision: AuthorizationDecision) => Value): FunctionDeclaration {
  return { name, evaluate: (value) => read((value as DecisionValue).decision), overloads: [member(id, [DECISION], type)] };
}

/** Kubernetes' authorization checks. */
export const authorization: readonly FunctionDeclaration[] = [
  refine('path', [AUTHORIZER_TYPE, PATH], 'authorizer_path'),
  refine('group', [AUTHORIZER_TYPE, GROUP], 'authorizer_group'),
  {
    name: 'serviceAccount',
    evaluate: serviceAccount,
    overloads: [member('authorizer_serviceaccount', [AUTHORIZER_TYPE, STRING, STRING], AUTHORIZER_TYPE)],
  },
  refine('resource', [GROUP, RESOURCE], 'groupcheck_resource'),
  refine('subresource', [RESOURCE, RESOURCE], 'resourcecheck_subresource'),
  refine('namespace', [RESOURCE, RESOURCE], 'resourcecheck_namespace'),
  refine('name', [RESOURCE, RESOURCE], 'resourcecheck_name'),
  refine('fieldSelector', [RESOURCE, RESOURCE], 'authorizer_fieldselector'),
  refine('labelSelector', [RESOURCE, RESOURCE], 'authorizer_labelselector'),
  {
    name: 'check',
    evaluate: decide,
    overloads: [member('pathcheck_check', [PATH, STRING], DECISION), member('resourcecheck_check', [RESOURCE, STRING], DECISION)],
  },
  verdict('errored', 'decision_errored', BOOL, ({ error }) => error !== undefined),
  verdict('error', 'decision_error', STRING, ({ error }) => error ?? ''),
  verdict('allowed', 'decision_allowed', BOOL, ({ allowed }) => allowed),
  verdict('reason', 'decision_reason', STRING, ({ reason }) => reason),
];
