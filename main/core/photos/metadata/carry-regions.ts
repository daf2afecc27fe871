import { turnHomography } from '#contract/crop-geometry';
import { applyHomography, type Rectangle, type Size } from '#contract/geometry';
import { changeProperty, elementsOf, readProperty, readXmlTree, writeXmlTree, type XmlTree } from './xml-tree.ts';

/** What became of the pixels that regions, mostly faces, speak of. */
export interface RegionView {
  /** The photo as it is looked at. */
  photo: Size;
  /** EXIF orientation of the photo as it is stored, which most programs draw their regions on. */
  orientation: number;
  /** Degrees that it was straightened by; not at all unless told. */
  straighten?: number | undefined;
  /** The part of the photo, upright and straightened, that the new picture shows. */
  crop: Rectangle;
  /** Of the new picture. */
  size: Size;
}

const groups = 'http://www.metadataworkinggroup.com/schemas/regions/';
const area = 'http://ns.adobe.com/xmp/sType/Area#';
const dimensions = 'http://ns.adobe.com/xap/1.0/sType/Dimensions#';
const microsoft = 'http://ns.microsoft.com/photo/1.2/t/Region#';
const microsoftList = 'http://ns.microsoft.com/photo/1.2/t/RegionInfo#';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/**
 * The packet with its regions, of the Metadata Working Group and of Microsoft, where the crop and the turn brought them. A region whose middle lies
 * outside is dropped, and so is one whose place is not understood. Without `keepGps` so is whatever is no face or pet: its name may be that of a place. A
 * packet without regions, or that is no XML, comes back as it is.
 */
export function carryRegions(packet: string, view: RegionView, { keepGps = true } = {}): string {
  if (!packet.includes(groups) && !packet.includes(microsoft)) return packet;
  const read = readXmlTree(packet);
  if (read === null) return packet;
  for (const element of elementsOf(read.root)) {
    if (element.uri === groups && element.local === 'Regions') carryGroups(element, view, keepGps);
    if (element.uri === microsoftList && element.local === 'Regions') {
      keepItems(element, (item) => carryRectangle(item, view));
    }
  }
  return writeXmlTree(read);
}

function carryGroups(regions: XmlTree, view: RegionView, keepGps: boolean): void {
  const list = [...elementsOf(regions)];
  const applied = list.find(({ uri, local }) => uri === groups && local === 'AppliedToDimensions');
  const orientation = applied === undefined ? view.orientation : drawnOn(applied, view);
  if (applied !== undefined) {
    changeProperty(applied, dimensions, 'w', String(view.size.width));
    changeProperty(applied, dimensions, 'h', String(view.size.height));
  }
  for (const element of list) {
    if (element.uri === groups && element.local === 'RegionList') {
      keepItems(element, (item) => (keepGps || isNoPlace(item)) && carryArea(item, { ...view, orientation }));
    }
  }
}

/** Focus and bar codes are the other kinds that the group knows. */
function isNoPlace(item: XmlTree): boolean {
  const kinds = [...elementsOf(item)].map((element) => readProperty(element, groups, 'Type'));
  return kinds.some((kind) => ['Face', 'Pet', 'Focus', 'BarCode'].includes(kind ?? ''));
}

/** Regions that were drawn on a picture of the upright shape are upright already. */
function drawnOn(applied: XmlTree, { orientation, photo }: RegionView): number {
  const [width, height] = ['w', 'h'].map((side) => Number(readProperty(applied, dimensions, side)));
  const isLying = orientation >= 5 && photo.width !== photo.height;
  const isUpright = (width ?? 0) > (height ?? 0) === photo.width > photo.height;
  return isLying && isUpright ? 1 : orientation;
}

/** Keeps those items of a list that `isKept` after it changed them. */
function keepItems(list: XmlTree, isKept: (item: XmlTree) => boolean): void {
  for (const child of list.children) {
    if (typeof child === 'string') continue;
    child.children = child.children.filter((item) => {
      const isItem = typeof item !== 'string' && item.uri === rdf && item.local === 'li';
      return !isItem || isKept(item);
    });
  }
}

/** By the middle and the sides, in shares of the picture. */
function carryArea(item: XmlTree, view: RegionView): boolean {
  const place = [...elementsOf(item)].find(({ uri, local }) => uri === groups && local === 'Area');
  if (place === undefined || (readProperty(place, area, 'unit') ?? 'normalized') !== 'normalized') return false;
  const [x, y, width, height] = ['x', 'y', 'w', 'h'].map((name) => Number(readProperty(place, area, name) ?? '0'));
  const moved = follow({ x: x ?? NaN, y: y ?? NaN, width: width ?? 0, height: height ?? 0 }, view);
  if (moved === null) return false;
  const values = { x: moved.x, y: moved.y, w: moved.width, h: moved.height };
  for (const [name, value] of Object.entries(values)) changeProperty(place, area, name, written(value));
  const diameter = Number(readProperty(place, area, 'd') ?? '');
  if (diameter > 0) changeProperty(place, area, 'd', written((diameter * view.photo.width) / view.crop.width));
  return true;
}

/** By the corner and the sides, as one text. */
function carryRectangle(item: XmlTree, view: RegionView): boolean {
  const parts = (readProperty(item, microsoft, 'Rectangle') ?? '').split(',').map(Number);
  const [left, top, width, height] = parts;
  if (left === undefined || top === undefined || width === undefined || height === undefined) return false;
  const moved = follow({ x: left + width / 2, y: top + height / 2, width, height }, view);
  if (moved === null) return false;
  const corner = [moved.x - moved.width / 2, moved.y - moved.height / 2, moved.width, moved.height];
  changeProperty(item, microsoft, 'Rectangle', corner.map(written).join(', '));
  return true;
}

/** A region by its middle, in shares of the stored picture, as one in shares of the new one; null outside of it. */
function follow({ x, y, width, height }: Rectangle, view: RegionView): Rectangle | null {
  const { photo, orientation, straighten = 0, crop } = view;
  const upright = turnUpright[orientation]?.(x, y) ?? [x, y];
  const place = applyHomography(turnHomography(photo, straighten), {
    x: upright[0] * photo.width,
    y: upright[1] * photo.height,
  });
  const [across, down] = orientation >= 5 ? [height, width] : [width, height];
  const moved = {
    x: (place.x - crop.x) / crop.width,
    y: (place.y - crop.y) / crop.height,
    width: (across * photo.width) / crop.width,
    height: (down * photo.height) / crop.height,
  };
  const isInside = moved.x >= 0 && moved.x <= 1 && moved.y >= 0 && moved.y <= 1;
  return isInside ? withinPicture(moved) : null;
}

/** A region that reaches over the edge ends there. */
function withinPicture({ x, y, width, height }: Rectangle): Rectangle {
  const [left, right] = [Math.max(0, x - width / 2), Math.min(1, x + width / 2)];
  const [top, bottom] = [Math.max(0, y - height / 2), Math.min(1, y + height / 2)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** Where a place of the stored picture lies in the upright one, by EXIF orientation. */
const turnUpright: Readonly<Record<number, (x: number, y: number) => [number, number]>> = {
  2: (x, y) => [1 - x, y],
  3: (x, y) => [1 - x, 1 - y],
  4: (x, y) => [x, 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [1 - y, x],
  7: (x, y) => [1 - y, 1 - x],
  8: (x, y) => [y, 1 - x],
};

function written(share: number): string {
  return String(Math.round(share * 1e6) / 1e6);
}
