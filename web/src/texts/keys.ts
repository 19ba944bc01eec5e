export const texts = {
  title: 'Keys',
  everywhere: 'Everywhere',
  onIncident: 'On an incident',
  inLists: 'In a list of incidents',
  palette: 'Find or do something',
  overlay: 'Show these keys',
  close: 'Close what is open',
} as const;
