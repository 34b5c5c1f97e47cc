/** Injection tokens of what the lab's platform provides. Each names the port that stands behind it. */
export const LAB_CONFIG = Symbol('LabConfig');
/** Host timers of this process, counted. */
export const HOST_TIMER = Symbol('HostTimer');
/** The clock before it follows the lab's, and the connection before lab time is known: for the member alone. */
export const OWN_CLOCK = Symbol('OwnClock');
export const CONNECTION = Symbol('Connection');
/** What ties the clock of this process to the lab's. Whoever gets {@link CLOCK} or {@link BUS} gets it after the welcome. */
export const CLOCK_MEMBER = Symbol('ClockMember');
/** What the log's writer tells the lab's clock: a LogPosition, or null in other processes. */
export const LOG_POSITION = Symbol('LogPosition');
/** The LogHeads of this process. */
export const LOG_HEADS = Symbol('LogHeads');
export const CLOCK = Symbol('Clock');
export const ACTIVITY = Symbol('Activity');
/** Ends the hold that a process has from its first provider until its component has started: the lab's time waits for who joins. */
export const BOOT_HOLD = Symbol('BootHold');
export const RANDOM = Symbol('Random');
export const LOGGER = Symbol('Logger');
export const BUS = Symbol('Bus');
export const SUBJECTS = Symbol('Subjects');
/** The ComponentContext that every component is started with. */
export const COMPONENT_CONTEXT = Symbol('ComponentContext');
/** A function `() => Promise<Running>`: what {@link ComponentService} starts and stops. */
export const START_COMPONENT = Symbol('StartComponent');
