export const preview = {
  picture: 'The wide photo; a click enhances that spot',
  hint: 'Click anywhere to see that spot enhanced',
  working: 'Enhancing this spot …',
  failed: 'This spot was not enhanced.',
  withTele: 'With detail of the telephoto',
  withoutTele: 'From the wide photo alone',
  divider: 'Divider between the photo and the preview',
  close: 'Close the preview',
  noneShown: 'No preview is shown',
  announce: 'The spot is enhanced',
};
