export { CLOCK_ROUTE, ClockReports, serveClock } from './clock-reports.ts';
export { keepTime, type TimeBeginning, type TimeKeeper, type TimePorts } from './keep-time.ts';
export { type ClockOptions, startClock } from './start-clock.ts';
