/** Injection tokens of what the lab's platform provides. Each names the port that stands behind it. */
export const LAB_CONFIG = Symbol('LabConfig');
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
