export { type Ended, freePort, klockwork, Lab, type LoggedEvent, type Status } from './lab.ts';
