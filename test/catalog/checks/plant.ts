// Plants changes in a catalog that is plain data.
import type { Change } from './mistakes.ts';

/** The catalog itself, changed. A path that does not exist is a mistake in the test. */
export function plant(catalog: Record<string, unknown>, changes: readonly Change[]): Record<string, unknown> {
	for (const [path, value] of changes) {
		const steps = path.split('/');
		const last = steps.pop() ?? '';
		let node: unknown = catalog;
		for (const step of steps) {
			if (!isNode(node) || !Object.hasOwn(node, step)) throw new Error(`no ${step} of ${path}`);
			node = node[step];
		}
		if (!isNode(node)) throw new Error(`nothing at ${path}`);
		if (Array.isArray(node)) {
			if (last === '+') node.push(value);
			else if (value === undefined) node.splice(Number(last), 1);
			else node[Number(last)] = value;
		} else if (value === undefined) delete node[last];
		else node[last] = value;
	}
	return catalog;
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
