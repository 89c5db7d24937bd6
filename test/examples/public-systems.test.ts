// The mended catalogs of public systems grant exactly what their services do: each edge of `edges.json`, which was read
// from the systems' own sources, and nothing else.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AccessModel } from '../../src/access/model.ts';
import { byText, groupBy } from '../../src/core/order.ts';
import { printOperation } from '../../src/traffic/operation.ts';
import { readExample } from './read-example.ts';

interface Edge {
	readonly from: string;
	readonly to: string;
	readonly port: number;
	readonly operations: readonly string[];
}

const systems = [
	{ folder: 'bank-of-anthos', edges: 13 },
	{ folder: 'bookinfo', edges: 8 },
	{ folder: 'online-boutique', edges: 17 },
	{ folder: 'opentelemetry-demo', edges: 82 },
	{ folder: 'sock-shop', edges: 15 },
];

const print = (edge: Edge) => `${edge.from} → ${edge.to}:${edge.port} ${[...edge.operations].sort(byText).join(', ')}`;

/** What the model allows, written as edges: who connects, to which Service port, for what. */
function grantedEdges(model: AccessModel): string[] {
	const calls = model.grants.flatMap((grant) =>
		grant.scope.operations.map((operation) => ({
			from: grant.presenter.name,
			to: grant.receiver.name,
			port: grant.receiver.ports.find((port) => port.name === operation.port)?.port ?? 0,
			operation: printOperation(operation),
		})),
	);
	const groups = groupBy(calls, (call) => `${call.from} ${call.to} ${call.port}`);
	return [...groups.values()].flatMap(([first, ...rest]) =>
		first === undefined ? [] : print({ ...first, operations: [first, ...rest].map((call) => call.operation) }),
	);
}

test.for(systems)(
	'$folder: each grant is an edge of the facts, each edge has its grants',
	async ({ folder, edges }) => {
		const text = readFileSync(new URL(`../../examples/${folder}/edges.json`, import.meta.url), 'utf8');
		const facts: { readonly edges: readonly Edge[] } = JSON.parse(text);
		const { models } = await readExample(`examples/${folder}/services.catalog.ts`);
		expect(facts.edges).toHaveLength(edges);
		expect(models).toHaveLength(1);
		expect(models.flatMap(grantedEdges).sort(byText)).toEqual(facts.edges.map(print).sort(byText));
	},
);

test.for(systems)('$folder: every workload has an identity of its own', async ({ folder }) => {
	const { models } = await readExample(`examples/${folder}/services.catalog.ts`);
	const principals = models.flatMap((model) => model.workloads.map(({ principal }) => JSON.stringify(principal)));
	expect(principals.length).toBeGreaterThan(6);
	expect(new Set(principals).size).toBe(principals.length);
});
