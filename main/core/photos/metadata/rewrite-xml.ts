import { walkXml, type XmlAttribute, type XmlElement } from './walk-xml.ts';

/** What becomes of the parts of an XML text; what is not spoken of stays. */
export interface XmlChanges {
  /** True takes the element out with everything in it. */
  isDropped(element: XmlElement): boolean;
  /** What the element holds instead; null for what it holds already. */
  textOf(element: XmlElement): string | null;
  /** The attribute's new value, or null to take it out. */
  valueOf(attribute: XmlAttribute): string | null;
}

/** The XML text with the changes made; null for what is none, see `walkXml`. Comments, blanks around and within tags, and the kind of quotes go. */
export function rewriteXml(xml: string, changes: XmlChanges): string | null {
  const written: string[] = [];
  /** How many elements lie open within the one that is taken out, or whose content was replaced. */
  let skipped = 0;
  let isReplaced = false;
  const isWhole = walkXml(xml, {
    open(element) {
      if (skipped > 0) {
        skipped += 1;
        return;
      }
      if (changes.isDropped(element)) {
        skipped = 1;
        isReplaced = false;
        return;
      }
      const text = changes.textOf(element);
      const isEmpty = element.isSelfClosing && text === null;
      written.push(`<${element.name}${attributesOf(element, changes)}${isEmpty ? '/' : ''}>`);
      if (text === null) return;
      written.push(escapeXml(text));
      skipped = 1;
      isReplaced = true;
    },
    close(element) {
      if (skipped > 0) {
        skipped -= 1;
        if (skipped > 0 || !isReplaced) return;
      } else if (element.isSelfClosing) return;
      written.push(`</${element.name}>`);
    },
    text(text) {
      if (skipped === 0) written.push(text.replace(/[&<>]/g, asNumber));
    },
    instruction(target, body) {
      if (skipped === 0) written.push(`<?${target} ${body}?>`);
    },
  });
  return isWhole ? written.join('') : null;
}

function attributesOf({ attributes }: XmlElement, changes: XmlChanges): string {
  return Object.values(attributes)
    .map((attribute) => {
      const value = changes.valueOf(attribute);
      return value === null ? '' : ` ${attribute.name}="${escapeXml(value)}"`;
    })
    .join('');
}

/** As numbers, so that attributes survive whatever a file is called. */
export function escapeXml(text: string): string {
  return text.replace(/\p{Cc}/gu, '_').replace(/[&<>"']/g, asNumber);
}

function asNumber(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
