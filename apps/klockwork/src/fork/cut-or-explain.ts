import { DamagedLogError } from '@klockwork/event-store';
import { cutLog, EventStoreOpenError, type LogCut, NoSuchMomentError } from '@klockwork/sqlite-event-store';
import { UserError } from '../user-error.ts';

/** Like {@link cutLog}; throws UserError for moments outside the log, and for damaged or unusable logs. */
export async function cutOrExplain(options: Parameters<typeof cutLog>[0]): Promise<LogCut> {
  try {
    return await cutLog(options);
  } catch (error) {
    const isExpected = [NoSuchMomentError, DamagedLogError, EventStoreOpenError].some((type) => error instanceof type);
    throw isExpected ? new UserError((error as Error).message.replaceAll(options.path, options.origin)) : error;
  }
}
