import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import type { Observable } from 'rxjs';

/** Hands failures of handlers on to the bus as they are. Nest's own filter answers each with the same words, and hides our bugs. */
@Catch()
export class FailureFilter implements RpcExceptionFilter {
  catch(failure: unknown): Observable<never> {
    throw failure;
  }
}
