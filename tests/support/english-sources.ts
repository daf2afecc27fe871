import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** A text of the sources, with `{}` where something is put in. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** It stands where only what is said does: as the message of an AppError, a progress label, a reason. */
  readonly isSaid: boolean;
}

const root = join(import.meta.dirname, '../..');

/** Every text under `folder` that somebody may read: not those of the log, of faults of the program, of types and imports. */
export function textsOf(folder: string): SourceText[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .flatMap((name) => textsOfFile(join(root, folder, name)));
}

/** The descriptions of the models that come with the program. */
export function modelDescriptions(): SourceText[] {
  const folder = join(root, 'native-models/weights');
  return readdirSync(folder).flatMap((model) => {
    const file = join(folder, model, 'manifest.json');
    const { description } = JSON.parse(readFileSync(file, 'utf8')) as { description: string };
    return [{ file: relative(root, file), text: description, isSaid: true }];
  });
}

function textsOfFile(path: string): SourceText[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: SourceText[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnread(node)) return;
    const text = ts.isExpression(node) ? textOf(node) : null;
    if (text !== null) {
      const about = { file: relative(root, path), isSaid: isSaid(node) };
      texts.push(...partsOf(text).map((part) => ({ ...about, text: part })));
    }
    // The parts of a text that was put together are not texts of their own.
    if (text === null || !ts.isBinaryExpression(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** What is put in as a sentence of its own, before, after or between others, parts a text into several. */
function partsOf(text: string): string[] {
  return text
    .split(/^\{\}\s(?=[A-Z])|(?<=\.\s)\{\}(?=\s|$)/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Null for what is no text. */
function textOf(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === null || right === null ? null : left + right;
}

function isUnread(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isNewExpression(node)) return /^((Type|Range|Syntax)?Error|RegExp)$/.test(node.expression.getText());
  return ts.isCallExpression(node) && /\blog\??\.\w+$|\b(logFault|warn)$/.test(node.expression.getText());
}

function isSaid(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent)) return isSaid(parent);
  if (ts.isPropertyAssignment(parent)) return /^(label|reason|message)$/.test(parent.name.getText());
  if (ts.isNewExpression(parent)) return parent.expression.getText() === 'AppError' && parent.arguments?.[1] === node;
  return ts.isCallExpression(parent) && /\breport$/.test(parent.expression.getText()) && parent.arguments[1] === node;
}
