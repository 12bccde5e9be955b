import type { Node, ObjectProperty } from '@babel/types';
import { DrawnText } from '../model/drawn-text';
import { RunningProgram, within } from './running-program';

/** Functions of a canvas that draw text, or ask how wide it is. */
const CANVAS = (node: Node) => isNamed(node, /^(fillText|strokeText|measureText)$/);
/** Pictures in the language of SVG that have text in them. */
const SVG = (node: Node) => textOf(node)?.includes('<text') === true;

/** Packages that draw text with the fonts of the system, and the code that has them do it. */
const DRAWING: { readonly [name: string]: (node: Node) => boolean } = {
  'canvas': CANVAS,
  '@napi-rs/canvas': CANVAS,
  'skia-canvas': CANVAS,
  // axes and legends have text
  'chartjs-node-canvas': () => true,
  '@resvg/resvg-js': SVG,
  'sharp': node => SVG(node) || isTextInput(node),
};

/** Code that brings fonts. */
const FONTS = /^(registerFont|GlobalFonts|FontLibrary|fontFiles|fontBuffers|fontDirs|fontfile|loadFont|registerFromPath)$/;

/**
 * Text that the sources of what runs in the image draw with the fonts of the system; undefined where they draw none, or bring fonts.
 *
 * @see https://sharp.pixelplumbing.com/install#fonts
 */
export function drawnText({ graph, path }: RunningProgram): DrawnText | undefined {
  if (graph.modules.some(({ nodes }) => nodes.some(node => isNamed(node, FONTS)))) return undefined;
  const loaded = graph.modules.flatMap(({ imports }) => imports).filter(({ specifier, typeOnly }) => !typeOnly && Object.hasOwn(DRAWING, specifier));
  for (const name of new Set(loaded.map(({ specifier }) => specifier))) {
    const drawing = graph.modules.find(({ nodes }) => nodes.some(DRAWING[name]));
    if (drawing) return { package: name, caller: within(path, drawing.path) };
  }
  return undefined;
}

/** True for `{ text: { text: ... } }`, a picture that is made of words. */
function isTextInput(node: Node): boolean {
  return isProperty(node, 'text') && node.value.type === 'ObjectExpression' && node.value.properties.some(each => isProperty(each, 'text'));
}

function isProperty(node: Node, name: string): node is ObjectProperty {
  return node.type === 'ObjectProperty' && node.key.type === 'Identifier' && node.key.name === name;
}

function isNamed(node: Node, names: RegExp): boolean {
  return node.type === 'Identifier' && names.test(node.name);
}

function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return node.value;
  return node.type === 'TemplateElement' ? node.value.raw : undefined;
}
