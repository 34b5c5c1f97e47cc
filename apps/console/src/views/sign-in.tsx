import { TEXTS } from '../texts.ts';
import './sign-in.css';

/** Page of a browser without a session. */
export function SignIn() {
  return (
    <main className="sign-in">
      <h1>{TEXTS.signIn.title}</h1>
      <p>{TEXTS.signIn.text}</p>
      <pre>{TEXTS.signIn.command}</pre>
    </main>
  );
}
