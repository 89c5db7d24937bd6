// The call graph as a picture: laid out by Graphviz (compiled to WebAssembly), drawn by resvg. No file is read here but
// the fonts, by resvg itself.
import { Resvg } from '@resvg/resvg-js';
import { instance } from '@viz-js/viz';
import { invariant } from '../../core/invariant.ts';
import { renderDot } from './dot.ts';
import type { CallGraph } from './facts.ts';

/** Beyond this many nodes and arrows a layout takes more than a few seconds, and nobody can read the picture. */
export const pictureMost = 700;
/** Beyond this many, arrows have no words: measured on random graphs, 450 take 2 s without and 37 s with them. */
const wordsMost = 200;

/**
 * Layout counts with Courier, whose letters are as wide as those of the widest common text fonts, and the file asks
 * for a sans-serif: whichever font the reader has, the words stay in their boxes.
 */
const layoutFont = 'Courier';
const shownFonts = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif';

/** The number of things to lay out; compare with `pictureMost`. */
export const pictureSize = (graph: CallGraph): number => graph.nodes.length + graph.edges.length;

/** An SVG document. */
export async function renderSvg(graph: CallGraph): Promise<string> {
	const viz = await instance();
	const result = viz.render(renderDot(graph, layoutFont, pictureSize(graph) <= wordsMost), { format: 'svg' });
	invariant(result.status === 'success', `Graphviz refused our DOT: ${JSON.stringify(result.errors)}`);
	return result.output.replaceAll(/font-family="[^"]*"/g, `font-family="${shownFonts}"`);
}

/** Pixels: beyond this, a picture needs more memory than it is worth. */
const longestSide = 12_000;

/** A PNG, twice the SVG's size for sharp text where that fits; `no-font` where no font is found, since it would have no words. */
export function renderPng(svg: string, fontFiles: readonly string[]): Uint8Array | 'no-font' {
	const font = { loadSystemFonts: fontFiles.length === 0, fontFiles: [...fontFiles], defaultFontFamily: 'sans-serif' };
	if (!drawsText(font)) return 'no-font';
	const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
	const zoom = Math.min(2, longestSide / Math.max(width, height));
	return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom }, background: 'white' }).render().asPng();
}

/** Draws one letter and looks whether it left a mark. */
function drawsText(font: { readonly loadSystemFonts: boolean; readonly fontFiles: string[] }): boolean {
	const probe = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16" font-family="${shownFonts}">M</text></svg>`;
	return new Resvg(probe, { font }).render().pixels.some((value) => value !== 0);
}
