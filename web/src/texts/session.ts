export const texts = {
  confirmTitle: 'Is it you?',
  confirmWhy: 'This needs your password once more. It then holds for 15 minutes.',
  confirmSignOn:
    'Show once more who you are, by single sign-on; it then holds for 15 minutes. You come back to this page and press again what you just pressed. What you have typed and not saved is lost on the way.',
  confirmOrSignOn:
    'No password here? Show it by single sign-on. You come back to this page and press again what you just pressed. What you have typed and not saved is lost on the way.',
  password: 'Password',
  confirm: 'Go on',
  cancel: 'Cancel',
} as const;
