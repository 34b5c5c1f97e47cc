/** Recurring schedule. */
export type Schedule = FieldSchedule | { readonly type: 'every'; readonly everyMs: number };

/** Five fields, each with the values it allows. */
export interface FieldSchedule {
  readonly type: 'fields';
  readonly minute: Field;
  readonly hour: Field;
  readonly dayOfMonth: Field;
  readonly month: Field;
  readonly dayOfWeek: Field;
}

/** Sorted values of a field. `star`: unrestricted; of two day fields, a restricted one decides alone. */
export interface Field {
  readonly values: readonly number[];
  readonly star: boolean;
}

/** Invalid schedule, with upstream's message. */
export class ScheduleError extends Error {}
