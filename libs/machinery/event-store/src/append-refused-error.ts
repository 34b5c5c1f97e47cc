import { ApiError } from '@klockwork/kernel';

/** Models `ErrGRPCNoSpace` of `etcd/api/v3rpc/rpctypes`, as the API server passes it on. */
export const NO_SPACE = 'etcdserver: mvcc: database space exceeded';

/**
 * Thrown when nothing of an append was stored and the store is as it was before: a later append may succeed.
 * A Status 500 without a reason, which is what upstream makes of an error of its store.
 */
export class AppendRefusedError extends ApiError {
  constructor(message: string) {
    super({ code: 500, reason: '', message });
  }
}
