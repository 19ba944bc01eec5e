export const texts = {
  confirmTitle: 'Is it you?',
  confirmWhy: 'This needs your password once more. It then holds for 15 minutes.',
  password: 'Password',
  confirm: 'Go on',
  cancel: 'Cancel',
} as const;
