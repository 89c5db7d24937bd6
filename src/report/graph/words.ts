// What the pictures say in words, so that no meaning hangs on colour or line style alone.
import type { Actor } from '../../access/model.ts';
import { visible } from '../text/visible.ts';
import type { CallGraph, GraphEdge, GraphNode, NodeKind } from './facts.ts';

/** Scopes on one arrow before the rest is only counted. */
const scopesShown = 6;

const kindWords: Readonly<Record<NodeKind, string>> = {
	service: '',
	gateway: 'gateway',
	client: 'client',
	anyone: 'no token',
};

const actorWords: Readonly<Record<Actor['kind'], string>> = {
	service: 'as itself',
	user: 'for a user',
	identity: 'no token',
	anyone: 'anyone',
};

/** The lines in a node: its name, then what it is. */
export function nodeLines(node: GraphNode): readonly string[] {
	const words = [kindWords[node.kind], node.disabled ? 'disabled' : ''].filter((word) => word !== '');
	return [visible(node.name), ...(words.length > 0 ? [`(${words.join(', ')})`] : [])];
}

/** The lines on an arrow: in whose name and, if it is another's, with whose token; then the scopes. */
export function edgeLines(edge: GraphEdge): readonly string[] {
	const scopes = edge.scopes.slice(0, scopesShown).map(visible);
	const more = edge.scopes.length - scopes.length;
	const carried = edge.tokenOf === '' ? '' : `, token of ${visible(edge.tokenOf)}`;
	return [`${actorWords[edge.actor]}${carried}:`, ...scopes, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The title under a picture. */
export const graphTitle = (graph: CallGraph): string =>
	`${visible(graph.catalog)}, ${visible(graph.environment)}: who may call whom`;

export const legend =
	'thin arrow: as itself · thick: for a user · dotted: workload identity only · dashed: anyone · token of …: handed on, not its own · dashed box: disabled';
