export { ClockReports, serveClock } from './clock-reports.ts';
export { type ClockOptions, startClock } from './start-clock.ts';
export { startTimeKeeper, type TimeKeeper, type TimeOptions, type TimePorts } from './time-keeper.ts';
