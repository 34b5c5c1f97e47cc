export type { Body, Bus, BusErrorCode, Envelope, Subscription } from './bus.ts';
export { BusError } from './bus.ts';
export type { Subject, Subjects } from './subjects.ts';
export { subjectsOf } from './subjects.ts';
