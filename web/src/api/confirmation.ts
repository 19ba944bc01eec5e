/** The type of the problem that asks who one is, again, before something dangerous (docs/sign-in.md). */
const CONFIRMATION_NEEDED = 'urn:rouse:confirmation-needed';

type Ask = () => Promise<boolean>;

let ask: Ask = () => Promise.resolve(false);
let asking: Promise<boolean> | null = null;

/** The dialog that asks for the password; it gives whether the person showed who they are. One for the whole app. */
export function askForConfirmationBy(dialog: Ask): void {
  ask = dialog;
}

/** Where an answer says that one must show who one is, asks, and sends the request again. Otherwise gives the answer. */
export async function confirmThenRetry(
  response: Response,
  again: () => Promise<Response>,
): Promise<Response> {
  if (response.status !== 403 || !(await needsConfirmation(response.clone()))) return response;
  asking ??= ask().finally(() => {
    asking = null;
  });
  return (await asking) ? again() : response;
}

async function needsConfirmation(response: Response): Promise<boolean> {
  const problem: unknown = await response.json().catch(() => null);
  return (
    typeof problem === 'object' &&
    problem !== null &&
    'type' in problem &&
    problem.type === CONFIRMATION_NEEDED
  );
}
