export { type Answer, ApiClient, type ApiObject } from './api-client.ts';
export { type CommandResult, klockwork, Lab, type LoggedEvent } from './lab.ts';
export { LabClock } from './lab-clock.ts';
export { type LabHourClients, type LabHourResult, LOST_NODE, labHour } from './lab-hour/lab-hour.ts';
export { CRASHERS } from './lab-hour/workload.ts';
export { LauncherClient, type Status } from './launcher-client.ts';
export { TESTING_LIBRARY, type TestCluster, testingLibrary } from './testing-library.ts';
