import { verifyLog } from '@klockwork/sqlite-event-store';
import { ControlClient } from '../client/control-client.ts';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';
import { type LogVerification, soundText, verifiedText } from '../output/verified-text.ts';
import { UserError } from '../user-error.ts';

/** Reads the whole event log of a data folder, by the api-server where the lab runs. Throws UserError when it is damaged. */
export async function verify(options: { readonly data?: string }): Promise<void> {
  const folder = labFolder(options.data);
  if ((await ControlClient.find(folder)) !== undefined) {
    // A long log exceeds the usual time limit of an answer.
    await (await LabClient.connect(folder)).lines('/klockwork/v1/verify', (line) => {
      console.log(soundText(folder.events, JSON.parse(line) as LogVerification));
      return true;
    });
    return;
  }
  folder.requireEventLog();
  const found = await verifyLog(folder.events);
  for (const notice of found.notices) console.log(`klockwork: ${printable(notice)}`);
  if (found.problem !== undefined) throw new UserError(verifiedText(found.problem, found));
  console.log(soundText(folder.events, found));
}
