import { expect, test } from 'vitest';
import type { AccessModel } from '../../src/access/model.ts';
import { renderPng, renderSvg } from '../../src/report/graph/picture.ts';
import { type CallGraph, callGraph, neighbourhood, renderDot, renderMermaid } from '../../src/report/index.ts';
import { bank, grant, http, scope, service, workload } from './sample.ts';

const graph = callGraph(bank());
const nasty = 'a"b\\n<c>]|{d}\n# & ; %% end';

function nastyGraph(): CallGraph {
	const one = workload(nasty, { owner: nasty });
	const two = workload('two');
	const model: AccessModel = {
		...bank(),
		catalog: nasty,
		workloads: [one, two],
		clients: [],
		grants: [grant(scope(nasty, one, [http('GET', '/')]), two, service('two'))],
	};
	return callGraph(model);
}

test('a client goes through its gateway; the unused and the disabled are there, too', () => {
	expect(graph.nodes.map((node) => `${node.kind} ${node.name}${node.disabled ? ' off' : ''}`)).toEqual([
		'service accounts',
		'anyone anyone',
		'service archive off',
		'service auditor',
		'service calculator',
		'gateway edge',
		'service ledger',
		'client mobile-app',
		'client old-app off',
		'service payments',
		'service statements',
	]);
	expect(graph.edges.map(({ from, to, actor, scopes }) => `${from} → ${to} ${actor}: ${scopes.join(' ')}`)).toEqual([
		'accounts → ledger identity: ledger.post',
		'anyone → edge anyone: deposits.quote',
		'auditor → accounts service: accounts.close',
		'edge → accounts user: accounts.read',
		'edge → calculator anyone: deposits.quote',
		'mobile-app → edge user: accounts.read',
		'payments → accounts user: accounts.read',
		'statements → accounts service: accounts.close accounts.read',
	]);
});

test('a service that hands a token on has an arrow of its own; the client has none around its gateway', () => {
	const model = bank();
	const [app] = model.clients;
	if (app === undefined) throw new Error('the sample has a client');
	const named = (name: string) => model.workloads.find((one) => one.name === name) ?? workload(name);
	const read = scope('ledger.read', named('ledger'), [http('GET', '/')]);
	const forwarded = grant(
		read,
		named('accounts'),
		{ kind: 'user', client: app, obtained: 'forwarded' },
		{
			caller: { kind: 'client', name: app.id, client: app },
		},
	);
	const carried = callGraph({ ...model, grants: [...model.grants, forwarded] });
	const from = (name: string) => carried.edges.filter((edge) => edge.from === name);
	expect(from('mobile-app').map(({ to }) => to)).toEqual(['edge']);
	expect(from('accounts')).toContainEqual({
		from: 'accounts',
		to: 'ledger',
		actor: 'user',
		tokenOf: 'mobile-app',
		scopes: ['ledger.read'],
	});
	expect(renderMermaid(carried)).toContain('==>|"for a user, token of mobile-app:<br/>ledger.read"|');
	expect(renderDot(carried)).toContain('for a user, token of mobile-app:\\nledger.read');
	expect(renderDot(carried)).toContain('token of …: handed on');
});

test('the neighbourhood of a service holds only its own arrows', () => {
	const near = neighbourhood(graph, 'calculator');
	expect(near.nodes.map((node) => node.name)).toEqual(['calculator', 'edge']);
	expect(near.edges.map((edge) => `${edge.from} ${edge.to}`)).toEqual(['edge calculator']);
});

test('Mermaid: shapes, line styles, and words', () => {
	const text = renderMermaid(graph);
	expect(text).toContain('\tn5{{"edge<br/>(gateway)"}}\n');
	expect(text).toContain('\tn7(["mobile-app<br/>(client)"])\n');
	expect(text).toContain('\tn1((("anyone<br/>(no token)")))\n');
	expect(text).toContain('\tn2["archive<br/>(disabled)"]\n');
	expect(text).toContain('\tn0 -.->|"no token:<br/>ledger.post"| n6\n');
	expect(text).toContain('\tn1 --x|"anyone:<br/>deposits.quote"| n5\n');
	expect(text).toContain('\tn7 ==>|"for a user:<br/>accounts.read"| n5\n');
	expect(text).toContain('\tn10 -->|"as itself:<br/>accounts.close<br/>accounts.read"| n0\n');
	expect(text).toContain('\tclass n2,n8 disabled\n');
});

test('Mermaid: user text stays inside its quotes', () => {
	const text = renderMermaid(nastyGraph());
	const labels = text.split('\n').filter((line) => /^\tn\d/.test(line));
	expect(labels).toHaveLength(3);
	for (const label of labels) expect(label.match(/"/g)).toHaveLength(2);
	expect(text).toContain('a#34;b#92;n#60;c#62;]#124;{d}#92;n#35; #38; #59; %% end');
});

test('DOT: user text stays inside its quotes, and Graphviz reads it', async () => {
	const dot = renderDot(nastyGraph());
	expect(dot).toContain('label="a\\"b\\\\n<c>]|{d}\\\\n# & ; %% end"');
	const svg = await renderSvg(nastyGraph());
	expect(svg).toContain('>a&quot;b\\n&lt;c&gt;]|{d}\\n# &amp; ; %% end</text>');
});

test('SVG: all names are in it, in a font that a reader has', async () => {
	const svg = await renderSvg(graph);
	for (const node of graph.nodes) expect(svg.replaceAll('&#45;', '-')).toContain(`>${node.name}</text>`);
	expect(svg.match(/font-family="[^"]*"/g)?.every((font) => font.includes('sans-serif'))).toBe(true);
	expect(svg).toContain('stroke-dasharray');
	expect(await renderSvg(graph)).toBe(svg);
});

test('PNG: without a font there is no picture without words', async () => {
	const svg = await renderSvg(graph);
	expect(renderPng(svg, ['/there/is/no.ttf'])).toBe('no-font');
	const png = renderPng(svg, []);
	// Whether the machine that runs the tests has a font is not ours to say.
	if (png !== 'no-font') expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

test('more than six scopes on one arrow are counted', () => {
	const scopes = Array.from({ length: 9 }, (_, index) => `accounts.s${index}`);
	const crowded = {
		...graph,
		edges: [{ from: 'payments', to: 'accounts', actor: 'service' as const, tokenOf: '', scopes }],
	};
	expect(renderMermaid(crowded)).toContain('accounts.s5<br/>and 3 more"|');
	expect(renderMermaid(crowded)).not.toContain('accounts.s6');
});

test('a crowded picture leaves the words on arrows out, says so, and keeps them as tooltips', async () => {
	const scopes = ['accounts.read'];
	const names = Array.from({ length: 101 }, (_, index) => `service-${String(index).padStart(3, '0')}`);
	const crowded: CallGraph = {
		...graph,
		nodes: names.map((name) => ({ kind: 'service', name, owner: 'team', disabled: false })),
		edges: names.slice(1).map((to) => ({ from: 'service-000', to, actor: 'service', tokenOf: '', scopes })),
	};
	const svg = await renderSvg(crowded);
	expect(svg).toContain('>(too many arrows to write the scopes on them)</text>');
	expect(svg).not.toContain('>accounts.read</text>');
	expect(svg).toContain('accounts.read');
	expect(await renderSvg({ ...crowded, edges: crowded.edges.slice(1, 50) })).toContain('>accounts.read</text>');
});
