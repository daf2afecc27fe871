export const topBar = {
  views: 'View',
  overlap: 'Overlap',
  crop: 'Crop',
  preview: 'Preview',
  compare: 'Compare',
  add: 'Add photos',
  settings: 'Settings',
};
