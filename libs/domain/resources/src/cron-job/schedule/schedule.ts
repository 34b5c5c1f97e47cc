/** When something is to be done again and again. */
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

/** The values of a field, in order. `star`: every value, said so: of the two fields for days, one that is no star decides alone. */
export interface Field {
  readonly values: readonly number[];
  readonly star: boolean;
}

/** What a schedule says that cannot be read; the message is upstream's. */
export class ScheduleError extends Error {}
