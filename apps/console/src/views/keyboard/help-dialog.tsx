import { KEYS } from '../../model/keys.ts';
import { TEXTS } from '../../texts.ts';
import { Dialog } from '../dialog.tsx';

/** Help with all keys. */
export function HelpDialog({ close }: { readonly close: () => void }) {
  const { help, commands, more } = TEXTS.keyboard;
  const rows = [
    ...KEYS.map(({ key, command }) => [
      key.replace('Mod', help.mod),
      command in commands
        ? commands[command as keyof typeof commands]
        : TEXTS.keyboard.view(TEXTS.views[command as keyof typeof TEXTS.views]),
    ]),
    ...more,
  ] as const;
  return (
    <Dialog title={help.title} close={close}>
      <table className="keys">
        <tbody>
          {rows.map(([key, text]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
