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
  const findings = await verifyLog(folder.events);
  for (const notice of findings.notices) console.log(`klockwork: ${printable(notice)}`);
  if (findings.problem !== undefined) throw new UserError(verifiedText(findings.problem, findings));
  console.log(soundText(folder.events, findings));
}
