export const start = {
  titleIn: 'Two photos in.',
  titleOut: 'One better photo out.',
  explain:
    'Give Telewide the wide and the telephoto picture of one scene, and it returns the wide one at twice the width and height, with the detail that the telephoto really saw.',
  drop: 'Drop your photos here',
  dropNow: 'Let go to add them',
  choosePhotos: 'Choose two photos',
  chooseFolder: 'Choose a folder',
  trySample: 'Try it with our two photos',
  formats: 'JPEG, HEIC, PNG, TIFF, WebP or AVIF. Many pairs at once are fine: they are matched up for you.',
  private: 'Everything stays on this machine.',
  connecting: 'Starting Telewide …',
};
