/** Name of the hidden command of a play's process. */
export const PLAY_PROCESS = 'play-process';

/** Name of the hidden command of the process that runs drills for an api-server. */
export const DRILLS_PROCESS = 'drills-process';
