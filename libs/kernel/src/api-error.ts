/** Cause inside a Status, printed by kubectl (`details.causes[]`). */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** `details` of a Status. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** The Kubernetes error body. Models `metav1.Status` with `status: Failure`. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  /** `continue`: where an aborted list can resume. */
  readonly metadata: { readonly continue?: string };
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/**
 * Error that crosses ports: a rejection in the form of a Status. Factories with upstream's words are in `@klockwork/api-machinery`
 * (`status-errors.ts`).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(status: { code: number; reason: string; message: string; details?: StatusDetails; metadata?: Status['metadata'] }) {
    super(status.message);
    const { code, reason, message, details, metadata = {} } = status;
    // Fields in upstream's order, as printed to people.
    const content = { message, reason, ...(details !== undefined && { details }), code };
    this.status = { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', ...content };
  }

  /** True for an ApiError with this reason (`NotFound`, `Conflict`, `AlreadyExists` …). */
  static is(error: unknown, reason: string): error is ApiError {
    return error instanceof ApiError && error.status.reason === reason;
  }
}
