/** What the fields for a new password say of it, in the words of `passwordSchema`. */
export const PASSWORD_HINT =
  'At least 12 characters; a few words are better than signs. A password manager makes one.';
