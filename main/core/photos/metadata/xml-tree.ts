import { escapeXml } from './rewrite-xml.ts';
import { walkXml } from './walk-xml.ts';

/** An element with everything in it, to be changed in place. */
export interface XmlTree {
  readonly uri: string;
  readonly local: string;
  /** With its prefix. */
  readonly name: string;
  readonly attributes: { readonly name: string; readonly uri: string; readonly local: string; value: string }[];
  children: (XmlTree | string)[];
}

/** The XML text as a tree, with what stands before and behind it; null for what is none, see `walkXml`. */
export function readXmlTree(xml: string): { root: XmlTree; before: string; behind: string } | null {
  const top: XmlTree = { uri: '', local: '', name: '', attributes: [], children: [] };
  const open = [top];
  const instructions = { before: '', behind: '' };
  const isWhole = walkXml(xml, {
    open({ uri, local, name, attributes }) {
      const element: XmlTree = {
        uri,
        local,
        name,
        attributes: Object.values(attributes).map(attributeOf),
        children: [],
      };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    close: () => void open.pop(),
    text(text) {
      if (open.length > 1) open.at(-1)?.children.push(text);
    },
    instruction(target, body) {
      instructions[top.children.length === 0 ? 'before' : 'behind'] += `<?${target} ${body}?>`;
    },
  });
  const root = top.children.find((child) => typeof child !== 'string');
  return isWhole && root !== undefined ? { root, ...instructions } : null;
}

function attributeOf({ name, uri, local, value }: XmlTree['attributes'][number]): XmlTree['attributes'][number] {
  return { name, uri, local, value };
}

export function writeXmlTree({ root, before, behind }: { root: XmlTree; before: string; behind: string }): string {
  return before + written(root) + behind;
}

function written({ name, attributes, children }: XmlTree): string {
  const said = attributes.map((attribute) => ` ${attribute.name}="${escapeXml(attribute.value)}"`).join('');
  const inner = children.map((child) => (typeof child === 'string' ? textOf(child) : written(child))).join('');
  return inner === '' ? `<${name}${said}/>` : `<${name}${said}>${inner}</${name}>`;
}

function textOf(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The element itself and all within it, outer ones first. */
export function* elementsOf(tree: XmlTree): Generator<XmlTree> {
  yield tree;
  for (const child of tree.children) if (typeof child !== 'string') yield* elementsOf(child);
}

/** What a property says, whether it is an attribute of the element or an element in it; null when it is neither. */
export function readProperty(tree: XmlTree, uri: string, local: string): string | null {
  const attribute = tree.attributes.find((one) => one.uri === uri && one.local === local);
  if (attribute) return attribute.value;
  const element = propertyIn(tree, uri, local);
  return element
    ? element.children
        .filter((child) => typeof child === 'string')
        .join('')
        .trim()
    : null;
}

/** Changes a property where it stands. */
export function changeProperty(tree: XmlTree, uri: string, local: string, value: string): void {
  for (const attribute of tree.attributes) {
    if (attribute.uri === uri && attribute.local === local) attribute.value = value;
  }
  const element = propertyIn(tree, uri, local);
  if (element) element.children = [value];
}

/** In the element, or in the description that stands for it. */
function propertyIn(tree: XmlTree, uri: string, local: string): XmlTree | undefined {
  for (const child of tree.children) {
    if (typeof child === 'string') continue;
    if (child.uri === uri && child.local === local) return child;
    const inner = child.local === 'Description' ? propertyIn(child, uri, local) : undefined;
    if (inner) return inner;
  }
  return undefined;
}
