export const topBar = {
  views: 'View',
  overlap: 'Overlap',
  crop: 'Crop',
  preview: 'Preview',
  compare: 'Compare',
  add: 'Add photos',
  addMore: 'Photos or a folder',
  settings: 'Settings',
};
