import type { Command } from '../call.ts';

/** `nnp` of the image nonewprivs: prints its effective user. Models test/images/nonewprivs. */
export const nnp: Command = (call) => call.print(`Effective uid: ${call.files.user.uid}\n`);
