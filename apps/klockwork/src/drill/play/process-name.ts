/** Name of the hidden command of a play's process. */
export const PLAY_PROCESS = 'play-process';
