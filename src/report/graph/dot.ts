// The call graph in Graphviz' DOT language.
import type { Actor } from '../../access/model.ts';
import type { CallGraph, GraphEdge, GraphNode, NodeKind } from './facts.ts';
import { edgeLines, graphTitle, legend, nodeLines } from './words.ts';

const shapes: Readonly<Record<NodeKind, string>> = {
	service: 'shape=box, style="rounded,filled", fillcolor="#f4f6fa"',
	gateway: 'shape=hexagon, style="filled,bold", fillcolor="#e3ecff"',
	client: 'shape=ellipse, style="filled", fillcolor="#fff8e1"',
	anyone: 'shape=octagon, peripheries=2, style="filled", fillcolor="#ffe9e9", color="#b00020"',
};
const disabledShape = 'style="dashed", fontcolor="#555555"';

const lines: Readonly<Record<Actor['kind'], string>> = {
	service: 'style=solid',
	user: 'penwidth=2.6',
	identity: 'style=dotted, penwidth=1.6',
	anyone: 'style=dashed, penwidth=1.6, color="#b00020", arrowhead=normalnormal',
};

/**
 * A DOT document, ending in a line break. `font` is a font family, or several separated by commas. With `words` false the
 * arrows carry their scopes as tooltips only: words on arrows make Graphviz twenty times slower.
 */
export function renderDot(graph: CallGraph, font = 'Helvetica,Arial,sans-serif', words = true): string {
	const title = `\n${graphTitle(graph)}\n${legend}${words ? '' : '\n(too many arrows to write the scopes on them)'}`;
	const text = [
		`digraph ${quoted(graph.catalog)} {`,
		`\tgraph [rankdir=LR, fontname=${quoted(font)}, fontsize=12, label=${quoted(title)}, labelloc=b, nodesep=0.35, ranksep=0.9, pad=0.3, bgcolor=white]`,
		`\tnode [fontname=${quoted(font)}, fontsize=12, margin="0.16,0.08"]`,
		`\tedge [fontname=${quoted(font)}, fontsize=10, color="#444444"]`,
		...graph.nodes.map(nodeLine),
		...graph.edges.map((edge) => edgeLine(edge, words)),
		'}',
	];
	return `${text.join('\n')}\n`;
}

function nodeLine(node: GraphNode): string {
	const shape = node.disabled ? `${shapes[node.kind]}, ${disabledShape}` : shapes[node.kind];
	const owner = node.owner === '' ? '' : `, tooltip=${quoted(`${node.name}, ${node.owner}`)}`;
	return `\t${quoted(node.name)} [label=${quoted(nodeLines(node).join('\n'))}, ${shape}${owner}]`;
}

function edgeLine(edge: GraphEdge, words: boolean): string {
	// The last line is empty: it keeps the words off a straight arrow.
	const label = `${edgeLines(edge).join('\n')}\n `;
	return `\t${quoted(edge.from)} -> ${quoted(edge.to)} [${words ? 'label' : 'edgetooltip'}=${quoted(label)}, ${lines[edge.actor]}]`;
}

/** A quoted identifier. Graphviz reads `\n` in labels as a line break, so every backslash of ours is doubled first. */
const quoted = (text: string): string =>
	`"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
