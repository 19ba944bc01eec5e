import { goodbye, NO_KEY_SENTENCE, spellDigits, type VoiceTurn } from '../voice-script.js';

/** How long a call waits for a key after the last word. */
const KEY_WITHIN_SECONDS = 8;

/**
 * What Twilio is told to do in a call (TwiML). Without a key the words are said a second time, then the call ends.
 * @param keysUrl where the pressed key goes, for a turn that listens
 */
export async function voiceTwiml(turn: VoiceTurn, keysUrl: (turn: number) => string): Promise<string> {
  const { default: VoiceResponse } = await import('twilio/lib/twiml/VoiceResponse.js');
  const response = new VoiceResponse();
  const { listen } = turn;
  if (listen === null) {
    for (const sentence of turn.say) response.say(sentence);
    response.hangup();
    return response.toString();
  }
  for (let time = 0; time < 2; time += 1) {
    const gather = response.gather({
      numDigits: 1,
      // The default key that ends the input would swallow a #; here one digit ends it.
      finishOnKey: '',
      timeout: KEY_WITHIN_SECONDS,
      action: keysUrl(listen.turn),
      method: 'POST',
    });
    for (const sentence of turn.say) gather.say(sentence);
  }
  response.say(NO_KEY_SENTENCE);
  response.hangup();
  return response.toString();
}

/** A text read out twice, with codes digit by digit. */
export function readOutTwiml(text: string): Promise<string> {
  const spoken = spellDigits(text);
  return voiceTwiml(goodbye([spoken, spoken]), () => '');
}

/** Answers to an SMS, each a message of its own; none: silence. */
export async function messagesTwiml(replies: readonly string[]): Promise<string> {
  const { default: MessagingResponse } = await import('twilio/lib/twiml/MessagingResponse.js');
  const response = new MessagingResponse();
  for (const reply of replies) response.message(reply);
  return response.toString();
}
