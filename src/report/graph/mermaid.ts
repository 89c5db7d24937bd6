// The call graph as a Mermaid flowchart, for pages that render it.
import type { Actor } from '../../access/model.ts';
import type { CallGraph, GraphNode, NodeKind } from './facts.ts';
import { edgeLines, graphTitle, legend, nodeLines } from './words.ts';

const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
	service: ['["', '"]'],
	gateway: ['{{"', '"}}'],
	client: ['(["', '"])'],
	anyone: ['((("', '")))'],
};

/** Mermaid has three line styles; anyone's arrow ends in a cross, which stands out without colour. */
const arrows: Readonly<Record<Actor['kind'], string>> = {
	service: '-->',
	user: '==>',
	identity: '-.->',
	anyone: '--x',
};

/** A Mermaid document of its own, ending in a line break. */
export function renderMermaid(graph: CallGraph): string {
	const ids = new Map(graph.nodes.map((node, index) => [node.name, `n${index}`]));
	const id = (name: string): string => ids.get(name) ?? 'unknown';
	const nodes = graph.nodes.map((node) => `\t${id(node.name)}${shaped(node)}`);
	const edges = graph.edges.map(
		(edge) => `\t${id(edge.from)} ${arrows[edge.actor]}|"${linesOf(edgeLines(edge))}"| ${id(edge.to)}`,
	);
	const ofKind = (name: string, wanted: (node: GraphNode) => boolean): string[] => {
		const members = graph.nodes.filter(wanted).map((node) => id(node.name));
		return members.length === 0 ? [] : [`\tclass ${members.join(',')} ${name}`];
	};
	const lines = [
		`%% ${graphTitle(graph)}`,
		`%% ${legend.replace('dashed: anyone', 'ends in a cross: anyone')}`,
		'flowchart LR',
		...nodes,
		...edges,
		'\tclassDef gateway stroke-width:3px',
		'\tclassDef disabled stroke-dasharray:5 5,color:#666',
		'\tclassDef anyone stroke:#b00020,stroke-width:3px',
		...ofKind('gateway', (node) => node.kind === 'gateway' && !node.disabled),
		...ofKind('disabled', (node) => node.disabled),
		...ofKind('anyone', (node) => node.kind === 'anyone'),
	];
	return `${lines.join('\n')}\n`;
}

function shaped(node: GraphNode): string {
	const [open, close] = shapes[node.kind];
	return open + linesOf(nodeLines(node)) + close;
}

const linesOf = (lines: readonly string[]): string => lines.map(entities).join('<br/>');

/** Entity codes, because a Mermaid string knows no backslash (mermaid.js.org, "Special characters that break syntax"). */
const entities = (text: string): string => text.replace(/[#"&<>`;|\\]/g, (character) => `#${character.charCodeAt(0)};`);
