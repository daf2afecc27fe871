import { parse } from 'node:path';

/** What a file's name says of its being one of several versions of a shot. */
export interface VersionName {
  /** The name without its ending and without what tells the versions apart; equal for versions of one shot. */
  readonly stem: string;
  /** Whether a program or a phone says that it changed the picture. */
  readonly isEdited: boolean;
  /** Whether different pictures may be called so, too: by a number behind the name, or a word that people use. */
  readonly isDoubtful: boolean;
}

/** How programs mark what they made of a photo; the groups are what stays of the name. */
const edited: readonly RegExp[] = [
  // Apple's edits, and the edits that Google's export speaks of in the language of the account.
  /^(img_)e(\d{4})$/,
  /^(.+)[-_ ](?:edited|bearbeitet|modifi[ée]e?|editado|editada|modificato|modificata|bewerkt|redigerad|redigeret|redigert|muokattu|edytowane|upraveno|düzenlendi|изменено|編集済み|已编辑|已編輯|편집됨)$/,
  // Lightroom, Photoshop, Topaz and this program.
  /^(.+)[-_ ](?:edit|enhanced(?:-\w+)?|retouched|denoised?|upscaled|telewide)$/,
];

/** What people call their pictures, too. */
const perhapsEdited = /^(.+)[-_ ](?:bokeh|portrait|cover|hdr|final)$/;

/** Pixel phones write `.PORTRAIT-01.COVER` and `.PORTRAIT-02.ORIGINAL`: what the phone made of a shot, and what the camera saw. */
const pixelPhone = /^(pxl_\d{8}_\d{6,9})((?:[.~][a-z_]*(?:-?\d+)?)+)$/;
const madeByPhone = '.cover';

const counted: readonly RegExp[] = [
  // Not `(0)`, by which Samsung tells two shots of one second apart.
  /^(.+?)[-_ ]?\([1-9]\d{0,2}\)$/,
  /^(.+?)[-_ ]+(?:copy|kopie|copie|copia|kopia|kopi)(?:[-_ ]?\(?\d+\)?)?$/,
  /^(?:copy of|kopie von|copie de|copia de) (.+)$/,
  /^(.+)~\d$/,
  /^(.*\d{4}) \d$/,
  /^(.*\d{4})-0\d$/,
];

/** Takes a file name apart: `IMG_E0011.JPG` and `IMG_0011 (1).jpg` share the stem `img_0011`. */
export function readVersionName(name: string): VersionName {
  let found: VersionName = {
    stem: parse(name).name.normalize('NFC').toLowerCase(),
    isEdited: false,
    isDoubtful: false,
  };
  // A copy of an edit has both marks, one behind the other.
  for (let rest = stripped(found.stem); rest !== null; rest = stripped(found.stem)) {
    found = {
      stem: rest.stem,
      isEdited: found.isEdited || rest.isEdited,
      isDoubtful: found.isDoubtful || rest.isDoubtful,
    };
  }
  return found;
}

function stripped(stem: string): VersionName | null {
  const pixel = pixelPhone.exec(stem);
  if (pixel) {
    const [, shot = '', parts = ''] = pixel;
    return { stem: shot, isEdited: parts.includes(madeByPhone) && !parts.includes('.raw'), isDoubtful: false };
  }
  const said = firstMatch(edited, stem);
  if (said !== null) return { stem: said, isEdited: true, isDoubtful: false };
  const perhaps = firstMatch([perhapsEdited], stem);
  if (perhaps !== null) return { stem: perhaps, isEdited: true, isDoubtful: true };
  const number = firstMatch(counted, stem);
  return number === null ? null : { stem: number, isEdited: false, isDoubtful: true };
}

/** What the groups of the first pattern that fits hold. */
function firstMatch(patterns: readonly RegExp[], stem: string): string | null {
  const match = patterns.map((pattern) => pattern.exec(stem)).find((found) => found !== null);
  return match ? match.slice(1).join('') : null;
}
