import { ApiError, type StatusCause, type StatusDetails } from '@klockwork/kernel';
import type { FieldError } from './field-error.ts';
import { forgetPrinted } from './field-errors.ts';
import { goQuote } from './go-text.ts';

/** Resource in a message: `deployments.apps`, `pods`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** Kind in a message: `Deployment.apps`, `Pod`. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Detail of a Conflict for an outdated resourceVersion. Models `registry.OptimisticLockErrorMsg`. */
export const optimisticLock = 'the object has been modified; please apply your changes to the latest version and try again';

/** Max characters of all errors of an object. A short body may have a million errors, or errors that each print a whole list. */
const TOLD_CHARACTERS_MAX = 1024 * 1024;

/**
 * API errors with upstream's message, reason, code and details. Models `k8s.io/apimachinery/pkg/api/errors/errors.go` and
 * `pkg/endpoints/handlers/negotiation/errors.go`.
 */
export const statusErrors = {
  /** 404: `pods "web" not found`. */
  notFound(resource: GroupResource, name: string): ApiError {
    return refuse(404, 'NotFound', `${resourceText(resource)} ${goQuote(name)} not found`, about(resource, name));
  },

  /** Returns 404 with a free message. */
  notFoundMessage(message: string): ApiError {
    return refuse(404, 'NotFound', message);
  },

  /** Returns 404 for an unknown path. */
  pathNotFound(): ApiError {
    return refuse(404, 'NotFound', 'the server could not find the requested resource', {});
  },

  /** 409: `pods "web" already exists`. */
  alreadyExists(resource: GroupResource, name: string): ApiError {
    return refuse(409, 'AlreadyExists', `${resourceText(resource)} ${goQuote(name)} already exists`, about(resource, name));
  },

  /** Returns 409 after all names of a generateName were in use. */
  generateNameConflict(resource: GroupResource, name: string, retryAfterSeconds: number): ApiError {
    const message = `${resourceText(resource)} ${goQuote(name)} already exists, the server was not able to generate a unique name for the object`;
    return refuse(409, 'AlreadyExists', message, { ...about(resource, name), retryAfterSeconds });
  },

  /** 409: `Operation cannot be fulfilled on pods "web": detail`. */
  conflict(resource: GroupResource, name: string, detail: string): ApiError {
    const message = `Operation cannot be fulfilled on ${resourceText(resource)} ${goQuote(name)}: ${detail}`;
    return refuse(409, 'Conflict', message, about(resource, name));
  },

  /** 409 of a server-side apply: kubectl prints `causes`. */
  applyConflict(causes: readonly StatusCause[], message: string): ApiError {
    return refuse(409, 'Conflict', message, { causes });
  },

  /**
   * Returns 422: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: …`; several errors stand in brackets. Errors beyond
   * {@link TOLD_CHARACTERS_MAX} are only counted.
   */
  invalid(kind: GroupKind, name: string, all: readonly FieldError[]): ApiError {
    const errors = fitting(all);
    forgetPrinted();
    const what = `${kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`} ${goQuote(name)} is invalid`;
    const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
    const details = { ...(name === '' ? {} : { name }), ...groupOf(kind), ...(kind.kind === '' ? {} : { kind: kind.kind }), causes };
    return refuse(422, 'Invalid', errors.length === 0 ? what : `${what}: ${aggregateText(errors, all.length - errors.length)}`, details);
  },

  /** Returns 400 with a free message. */
  badRequest(message: string): ApiError {
    return refuse(400, 'BadRequest', message);
  },

  /** 401. */
  unauthorized(message = 'Unauthorized'): ApiError {
    return refuse(401, 'Unauthorized', message);
  },

  /** 403: `pods "web" is forbidden: detail`. */
  forbidden(resource: GroupResource, name: string, detail: string): ApiError {
    const object = name === '' ? resourceText(resource) : `${resourceText(resource)} ${goQuote(name)}`;
    const message = resource.resource === '' && resource.group === '' ? `forbidden: ${detail}` : `${object} is forbidden: ${detail}`;
    return refuse(403, 'Forbidden', message, about(resource, name));
  },

  /** 405: `delete is not supported on resources of kind "bindings"`. */
  methodNotAllowed(resource: GroupResource, action: string): ApiError {
    const message = `${action} is not supported on resources of kind ${goQuote(resourceText(resource))}`;
    return refuse(405, 'MethodNotAllowed', message, about(resource, ''));
  },

  /** Returns 405 for a path without a route for the method. */
  methodNotAllowedOnPath(): ApiError {
    return refuse(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
  },

  /** Returns 406; `accepted`: media types of possible answers. */
  notAcceptable(accepted: readonly string[]): ApiError {
    return refuse(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);
  },

  /** Returns 415; `accepted`: readable media types. */
  unsupportedMediaType(accepted: readonly string[]): ApiError {
    const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
    return refuse(415, 'UnsupportedMediaType', message);
  },

  /** 410, the resourceVersion or the continue token is too old: the client lists again. */
  expired(message: string): ApiError {
    return refuse(410, 'Expired', message);
  },

  /** 410. */
  gone(message: string): ApiError {
    return refuse(410, 'Gone', message);
  },

  /** 413: `Request entity too large: limit is 3145728`. */
  tooLarge(detail: string): ApiError {
    return refuse(413, 'RequestEntityTooLarge', `Request entity too large: ${detail}`);
  },

  /** Returns 429, with an optional delay before the client's retry. */
  tooManyRequests(message: string, retryAfterSeconds = 0): ApiError {
    return refuse(429, 'TooManyRequests', message, retryAfterSeconds === 0 ? {} : { retryAfterSeconds });
  },

  /** 500: `Internal error occurred: detail`. */
  internalError(detail: string): ApiError {
    return refuse(500, 'InternalError', `Internal error occurred: ${detail}`, { causes: [{ reason: '', message: detail }] });
  },

  /** Returns 500 with a request to retry. */
  serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds = 0): ApiError {
    const message = `The ${operation} operation against ${resourceText(resource)} could not be completed at this time, please try again.`;
    return refuse(500, 'ServerTimeout', message, {
      ...about(resource, operation),
      ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
    });
  },

  /** 503. */
  serviceUnavailable(message: string): ApiError {
    return refuse(503, 'ServiceUnavailable', message);
  },

  /** 504: `Timeout: detail`. The operation may still complete. */
  timeout(detail: string, retryAfterSeconds = 0): ApiError {
    return refuse(504, 'Timeout', `Timeout: ${detail}`, retryAfterSeconds === 0 ? {} : { retryAfterSeconds });
  },
};

/** Returns the first errors, at least one, within the length limit. Reads lengths only, so omitted texts are never built. */
function fitting(errors: readonly FieldError[]): readonly FieldError[] {
  let characters = 0;
  const end = errors.findIndex(({ field, message }, index) => {
    characters += field.length + message.length;
    return index > 0 && characters > TOLD_CHARACTERS_MAX;
  });
  return end < 0 ? errors : errors.slice(0, end);
}

/** Joins messages without duplicates: `a`, or `[a, b]`, and the number of omitted ones. Models `utilerrors.Aggregate`. */
export function aggregateText(errors: readonly FieldError[], untold = 0): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  if (untold > 0) texts.push(`and ${untold} more`);
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}

function refuse(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  return new ApiError({ code, reason, message, ...(details === undefined ? {} : { details }) });
}

function resourceText({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function about(resource: GroupResource, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...groupOf(resource), ...(resource.resource === '' ? {} : { kind: resource.resource }) };
}

function groupOf({ group }: { readonly group: string }): { group?: string } {
  return group === '' ? {} : { group };
}
