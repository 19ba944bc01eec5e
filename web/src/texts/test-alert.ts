export const texts = {
  summary: 'Checkout fails for 12 % of requests',
  integration: 'Test alerts',
  refused: 'The service did not take the alert.',
} as const;
