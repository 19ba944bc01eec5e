import type { ContactMethodType } from '../../people/contact-method.js';

/** What a test says, in the words of its channel. It says first that nothing is wrong. */
export function testText(type: ContactMethodType, code: string, publicUrl: string): string {
  switch (type) {
    case 'sms':
      return `This is a test page from Rouse, nothing is wrong. Reply ok ${code}`;
    case 'voice':
      return `This is a test call from Rouse. Nothing is wrong. Your code is ${code}. Enter it where you started the test, or send it by SMS: ok ${code}.`;
    case 'email':
      return `This is a test page from Rouse, nothing is wrong.\n\nEnter the code ${code} at ${publicUrl} to say that it reached you.`;
    case 'webhook':
      return `This is a test page from Rouse, nothing is wrong. Enter the code ${code} where you started the test.`;
  }
}
