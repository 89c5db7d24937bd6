// Holds a loaded value to plain data: what JSON can say, without circles, of bounded size. Each node is looked at once,
// however often it is shared.
import type { Diagnostic } from '../core/diagnostic.ts';
import { diagnose } from '../core/diagnostic.ts';
import type { Locate } from '../core/origin.ts';
import { locateKey, printPath } from '../core/origin.ts';
import { loadDiagnostics } from './diagnostics.ts';
import { maxDepth, maxNodes } from './limits.ts';
import type { Located } from './places.ts';

interface Walk {
	readonly locate: Locate;
	readonly path: (string | number)[];
	/** Objects being walked, with the length of the path to each. */
	readonly open: Map<object, number>;
	/** Objects walked before, with their nodes after expansion. */
	readonly sizes: Map<object, number>;
	readonly found: Diagnostic[];
}

/** Every departure from plain data in a value, each at its own place; none when a walk over the value will end. */
export function checkPlainData({ value, locate }: Located): readonly Diagnostic[] {
	const walk: Walk = { locate, path: [], open: new Map(), sizes: new Map(), found: [] };
	const nodes = sizeOf(value, walk);
	if (nodes > maxNodes) {
		walk.found.push(diagnose(loadDiagnostics, 'LOD031', { path: '', nodes, limit: maxNodes }, locate([])));
	}
	return walk.found;
}

/** Nodes of a value after expansion; reports what is wrong in it on the way. */
function sizeOf(value: unknown, walk: Walk): number {
	if (typeof value === 'object' && value !== null) return sizeOfNode(value, walk);
	const at = () => ({ path: printPath(walk.path) });
	const origin = () => walk.locate(walk.path);
	switch (typeof value) {
		case 'function':
			walk.found.push(diagnose(loadDiagnostics, 'LOD020', at(), origin()));
			break;
		case 'undefined':
			walk.found.push(diagnose(loadDiagnostics, 'LOD023', at(), origin()));
			break;
		case 'symbol':
		case 'bigint':
			walk.found.push(diagnose(loadDiagnostics, 'LOD025', { ...at(), what: `is a ${typeof value}` }, origin()));
			break;
		case 'number':
			if (Number.isFinite(value)) break;
			walk.found.push(diagnose(loadDiagnostics, 'LOD024', { ...at(), value: String(value) }, origin()));
			break;
		default:
	}
	return 1;
}

function sizeOfNode(node: object, walk: Walk): number {
	const known = walk.sizes.get(node);
	if (known !== undefined) return known;
	const at = () => ({ path: printPath(walk.path) });
	const depth = walk.open.get(node);
	if (depth !== undefined) {
		const circle = walk.path.slice(0, depth);
		const target = printPath(circle);
		const first = { origin: walk.locate(circle), label: 'the object that contains itself' };
		const origin = locateKey(walk.locate, walk.path);
		walk.found.push(diagnose(loadDiagnostics, 'LOD030', { ...at(), target }, origin, [first]));
		return 1;
	}
	if (!isPlain(node)) {
		const className = classNameOf(node);
		walk.found.push(diagnose(loadDiagnostics, 'LOD021', { ...at(), className }, walk.locate(walk.path)));
		return 1;
	}
	if (walk.path.length >= maxDepth) {
		walk.found.push(diagnose(loadDiagnostics, 'LOD032', { ...at(), limit: maxDepth }, walk.locate(walk.path)));
		return 1;
	}
	walk.open.set(node, walk.path.length);
	let size = 1;
	for (const step of Array.isArray(node) ? node.keys() : ownKeys(node, walk)) size += sizeOfMember(node, step, walk);
	walk.open.delete(node);
	walk.sizes.set(node, size);
	return size;
}

function sizeOfMember(node: object, step: string | number, walk: Walk): number {
	const property = Reflect.getOwnPropertyDescriptor(node, step);
	walk.path.push(step);
	let size = 1;
	if (step === '__proto__') {
		walk.found.push(diagnose(loadDiagnostics, 'LOD033', {}, walk.locate(walk.path)));
	} else if (property !== undefined && (property.get !== undefined || property.set !== undefined)) {
		const at = { path: printPath(walk.path) };
		walk.found.push(diagnose(loadDiagnostics, 'LOD022', at, walk.locate(walk.path)));
	} else {
		size = sizeOf(property?.value, walk);
	}
	walk.path.pop();
	return size;
}

/** The keys that are texts; a symbol among them is reported. */
function ownKeys(node: object, walk: Walk): readonly string[] {
	if (Object.getOwnPropertySymbols(node).length > 0) {
		const at = { path: printPath(walk.path), what: 'has a symbol as a key' };
		walk.found.push(diagnose(loadDiagnostics, 'LOD025', at, walk.locate(walk.path)));
	}
	return Object.keys(node);
}

/** A list, or an object straight from a literal, of whatever realm. */
function isPlain(node: object): boolean {
	if (Array.isArray(node)) return true;
	const prototype: unknown = Object.getPrototypeOf(node);
	if (typeof prototype !== 'object' || prototype === null) return true;
	return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty');
}

function classNameOf(node: object): string {
	const prototype: unknown = Object.getPrototypeOf(node);
	const maker =
		typeof prototype === 'object' && prototype !== null
			? Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value
			: undefined;
	return typeof maker === 'function' && maker.name !== '' ? maker.name : 'class';
}
