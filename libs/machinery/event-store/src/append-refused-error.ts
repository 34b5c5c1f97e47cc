import { ApiError } from '@klockwork/kernel';

/** Message of a full store. Models `ErrGRPCNoSpace` of `etcd/api/v3rpc/rpctypes`, in the API server's form. */
export const NO_SPACE = 'etcdserver: mvcc: database space exceeded';

/**
 * Rejected append that left the store unchanged: a later append may succeed. Status 500 without a reason, as upstream returns for storage
 * errors.
 */
export class AppendRefusedError extends ApiError {
  constructor(message: string) {
    super({ code: 500, reason: '', message });
  }
}
